import { setTimeout as delay } from 'node:timers/promises';
import { type DefenderRef, protectDefenderWorkflowId } from '@hrd-shield/contracts';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import {
  createDataConverter,
  createProtectionClient,
  loadWorkflowBundle,
  type ProtectionClient,
  registerSearchAttributes,
  type TaskDesk,
} from '@hrd-shield/temporal';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aProfile, aSignal } from '../../packages/domain/src/protection/spec/builders.ts';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { deskOf } from '../harness/desk-of.ts';
import { quietCore } from '../harness/quiet-core.ts';
import { timeSkippingServerPath } from '../harness/stack.ts';
import { countOf, newDefender, type Played, platformActivities, playCase } from './play-case.ts';

const DAY_MS = 86_400_000;
const DAYS = 90;
const STEP_DAYS = 5;
/** Off the hour, so that nothing falls due just while a signal is taken. */
const STEP_MS = (STEP_DAYS * 24 + 5) * 3_600_000 + 780_000;
/** Events of one run; the server warns from 10,240. */
const MAX_HISTORY = 1_000;
const payloadKey = new Uint8Array(32).fill(13);

/** A life of some defender on the server that skips time. */
interface Life {
  readonly env: TestWorkflowEnvironment;
  readonly client: ProtectionClient;
  readonly desk: TaskDesk;
  readonly played: Played;
  readonly defender: DefenderRef;
}

/** Bounds against hanging; the machine may be busy. */
const TIMEOUT_MS = 120_000;
const STUCK_MS = 80_000;
/**
 * The server that skips time refuses a workflow task that calls off a timer which went off since the
 * task began, and never gives it out again: workflow and time stand still (temporalio/sdk-java 2606,
 * 3088; seen once in some twenty lives on a busy machine). A real server takes such a task. So a life
 * that stands still is lived again, on another server; one that goes wrong is not.
 */
const AGAIN_WHEN_STUCK = { count: 2, condition: /stands still/ };

describe('a case over many days', { timeout: TIMEOUT_MS, retry: AGAIN_WHEN_STUCK }, () => {
  let env: TestWorkflowEnvironment;
  beforeAll(quietCore);
  beforeEach(async () => {
    env = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: timeSkippingServerPath() } },
      client: { dataConverter: createDataConverter(payloadKey) },
    });
  });
  afterEach(() => env.teardown());

  async function live(
    name: string,
    more: { readonly updatesPerRun?: number },
    act: (life: Life) => Promise<void>,
  ): Promise<void> {
    const connection = {
      client: env.client,
      namespace: env.namespace ?? 'default',
      isHealthy: async () => true,
      stop: async () => undefined,
    };
    await registerSearchAttributes(connection);
    const client = createProtectionClient(connection, {
      taskQueue: name,
      policy: loadProtectionPolicy(),
      clockScale: 1,
      ...more,
    });
    const { activities, played } = platformActivities(() => client);
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue: name,
      workflowBundle: await loadWorkflowBundle(WORKFLOWS_PATH),
      activities,
      dataConverter: createDataConverter(payloadKey),
    });
    const defender = newDefender(name);
    const desk = deskOf(connection, client, () => [defender]);
    const stuck = delay(STUCK_MS, undefined, { ref: false }).then(() => {
      throw new RangeError('the workflow stands still');
    });
    await worker.runUntil(() =>
      Promise.race([act({ env, client, desk, played, defender }), stuck]),
    );
  }

  it('expires, lifts, closes when quiet, and ends when no old signal can come again', async () => {
    await live('many-days', {}, async ({ client, defender, desk, played }) => {
      const startedAt = await env.currentTimeMs();
      await playCase(client, played, { defender, desk, option: 'confirm-and-keep' });
      await env.client.workflow.getHandle(protectDefenderWorkflowId(defender)).result();
      expect((await env.currentTimeMs()) - startedAt).toBeGreaterThan(33 * DAY_MS);
      expect(countOf(played, 'measure.verified')).toBe(3);
      expect(countOf(played, 'measure.expired')).toBe(3);
      expect(countOf(played, 'measure.lifted')).toBe(3);
      expect(countOf(played, 'case.closed')).toBe(1);
      expect(played.remedies.map(({ cause }) => cause)).toEqual(['case-closed']);
      const lifts = played.commands.filter(({ act }) => act === 'lift');
      expect(new Set(lifts.map(({ id }) => id)).size).toBe(3);
    });
  });

  it('of 90 days goes on over several runs, and no run forgets what an earlier one has seen', async () => {
    await live('ninety-days', { updatesPerRun: 6 }, async ({ client, defender, played }) => {
      const handle = env.client.workflow.getHandle(protectDefenderWorkflowId(defender));
      const profile = aProfile({ defender, allowedMeasures: ['limit-replies'] });
      const deliver = (name: string): Promise<void> =>
        client.deliverSignals({ signals: [aSignal({ name })], profile });
      const runs = new Set<string>();
      for (let day = 0; day < DAYS; day += STEP_DAYS) {
        await deliver(`day-${day}`);
        // The log says it again, in another run as well.
        await deliver('day-0');
        runs.add((await handle.describe()).runId);
        await env.sleep(STEP_MS);
      }
      expect(runs.size).toBeGreaterThan(2);
      expect(countOf(played, 'case.opened')).toBe(1);
      expect(countOf(played, 'case.merged')).toBe(DAYS / STEP_DAYS - 1);
      expect(countOf(played, 'task.opened')).toBe(1);
      const ids = played.outcomes.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const { historyLength } = await handle.describe();
      expect(historyLength).toBeLessThan(MAX_HISTORY);
      await client.withdrawConsent(defender);
      await handle.result();
      const on = countOf(played, 'measure.requested') - countOf(played, 'measure.lifted');
      expect(on - countOf(played, 'measure.refused')).toBe(0);
    });
  });
});
