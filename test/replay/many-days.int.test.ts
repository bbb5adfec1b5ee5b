import { protectDefenderWorkflowId } from '@hrd-shield/contracts';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import {
  createDataConverter,
  createProtectionClient,
  loadWorkflowBundle,
  registerSearchAttributes,
  WORKFLOW_SINKS,
} from '@hrd-shield/temporal';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { deskOf } from '../harness/desk-of.ts';
import { timeSkippingServerPath } from '../harness/stack.ts';
import { countOf, newDefender, platformActivities, playCase } from './play-case.ts';

const DAY_MS = 86_400_000;
const payloadKey = new Uint8Array(32).fill(13);

describe('a case over many days', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: timeSkippingServerPath() } },
      client: { dataConverter: createDataConverter(payloadKey) },
    });
  });
  afterAll(() => env.teardown());

  it('expires, lifts, closes when quiet, and ends when no old signal can come again', async () => {
    const connection = {
      client: env.client,
      namespace: env.namespace ?? 'default',
      isHealthy: async () => true,
      stop: async () => undefined,
    };
    await registerSearchAttributes(connection);
    const taskQueue = 'many-days';
    const client = createProtectionClient(connection, {
      taskQueue,
      policy: loadProtectionPolicy(),
      clockScale: 1,
    });
    const { activities, played } = platformActivities(() => client);
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: await loadWorkflowBundle(WORKFLOWS_PATH),
      activities,
      sinks: WORKFLOW_SINKS,
      dataConverter: createDataConverter(payloadKey),
    });
    const defender = newDefender('many-days');
    await worker.runUntil(async () => {
      const startedAt = await env.currentTimeMs();
      const desk = deskOf(connection, client, () => [defender]);
      await playCase(client, played, { defender, desk, option: 'confirm-and-keep' });
      await env.client.workflow.getHandle(protectDefenderWorkflowId(defender)).result();
      expect((await env.currentTimeMs()) - startedAt).toBeGreaterThan(33 * DAY_MS);
    });
    expect(countOf(played, 'measure.verified')).toBe(3);
    expect(countOf(played, 'measure.expired')).toBe(3);
    expect(countOf(played, 'measure.lifted')).toBe(3);
    expect(countOf(played, 'case.closed')).toBe(1);
    const lifts = played.commands.filter(({ act }) => act === 'lift');
    expect(new Set(lifts.map(({ id }) => id)).size).toBe(3);
  });
});
