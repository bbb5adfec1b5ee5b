import type { DefenderRef } from '@hrd-shield/contracts';
import { DesignationRecord, topicName } from '@hrd-shield/contracts';
import { type Registry, withdrawDesignation } from '@hrd-shield/registry';
import type { DemoInstallation } from './installation.ts';
import { readTopic } from './read-topic.ts';
import { until } from './until.ts';

/** A withdrawal takes hold within this long. @source architecture notes, section 1 */
const EFFECT_MS = 60_000;

export interface WithdrawDeps {
  readonly at: DemoInstallation;
  readonly registry: Registry;
  /** Whether `ingest` has stopped processing for whoever withdrew. */
  readonly hasTakenHold: () => Promise<boolean>;
}

/**
 * Withdraws a defender's consent and waits until the pipeline has stopped.
 * @returns how long that took, wall time in ms
 */
export async function withdrawConsent(ref: DefenderRef, deps: WithdrawDeps): Promise<number> {
  const begun = performance.now();
  await withdrawDesignation(ref, deps.registry);
  const topic = topicName('designations', deps.at.topicPrefix);
  const isPublished = async (): Promise<boolean> => {
    const { records } = await readTopic(deps.at.connection, topic);
    return records.some(({ event }) => {
      const parsed = DesignationRecord.safeParse(event.data);
      return parsed.success && parsed.data.ref === ref && parsed.data.state === 'withdrawn';
    });
  };
  await until('the withdrawal is published', isPublished, EFFECT_MS);
  await until('the withdrawal has taken hold', deps.hasTakenHold, EFFECT_MS);
  return performance.now() - begun;
}
