import { type DefenderRef, decodeRecord, Outcome, topicName } from '@hrd-shield/contracts';
import { createLogReader, headersOf } from '@hrd-shield/kafka';
import type { DemoInstallation } from '../../../packages/cli/src/demo/installation.ts';

/** Outcomes as they are appended, each once. */
export interface OutcomeTail {
  of(defender: DefenderRef): readonly Outcome[];
  has(defender: DefenderRef, kind: Outcome['kind'], count?: number): boolean;
  /** Ms since the last new one. */
  quietMs(): number;
  stop(): Promise<void>;
}

export async function tailOutcomes(at: DemoInstallation): Promise<OutcomeTail> {
  const found = new Map<string, Outcome[]>();
  const seen = new Set<string>();
  let lastAt = performance.now();
  const reader = createLogReader({
    connection: { ...at.connection, clientId: `${at.name}-tail` },
    topic: topicName('outcomes', at.topicPrefix),
  });
  await reader.start((records) => {
    for (const record of records) {
      const { key, value } = record;
      const decoded = decodeRecord({ key, value, headers: headersOf(record) });
      const parsed = Outcome.safeParse(decoded.ok ? decoded.event.data : undefined);
      if (!parsed.success || seen.has(parsed.data.id)) continue;
      seen.add(parsed.data.id);
      lastAt = performance.now();
      found.set(parsed.data.defender, [...(found.get(parsed.data.defender) ?? []), parsed.data]);
    }
  });
  const of = (defender: DefenderRef): readonly Outcome[] => found.get(defender) ?? [];
  return {
    of,
    has: (defender, kind, count = 1) =>
      of(defender).filter((outcome) => outcome.kind === kind).length >= count,
    quietMs: () => performance.now() - lastAt,
    stop: () => reader.stop(),
  };
}
