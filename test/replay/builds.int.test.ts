import { protectDefenderWorkflowId } from '@hrd-shield/contracts';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import {
  connectTemporal,
  createProtectionClient,
  deploymentOf,
  registerSearchAttributes,
  startWorkerHost,
  type TemporalConnection,
  type WorkerHost,
} from '@hrd-shield/temporal';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProfile, aSignal } from '../../packages/domain/src/protection/spec/builders.ts';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { stackAddresses, uniqueName } from '../harness/stack.ts';
import { until } from '../harness/until.ts';
import { newDefender, platformActivities, REPLAY_PAYLOAD_KEY } from './play-case.ts';

const taskQueue = uniqueName('builds');
const defender = newDefender(taskQueue);
let connection: TemporalConnection;
const hosts = new Map<string, WorkerHost>();

const at = () => ({
  address: stackAddresses().temporalAddress,
  namespace: 'default',
  payloadKey: REPLAY_PAYLOAD_KEY,
});
const client = () =>
  createProtectionClient(connection, { taskQueue, policy: loadProtectionPolicy(), clockScale: 1 });

async function start(buildId: string): Promise<void> {
  const host = await startWorkerHost({
    at: at(),
    taskQueue,
    buildId,
    workflowsPath: WORKFLOWS_PATH,
    activities: platformActivities(client).activities,
    onWarning: () => undefined,
    drainMs: 5_000,
  });
  hosts.set(buildId, host);
}

/** As an operator does it, once the server knows the build. */
const makeCurrent = (buildId: string): Promise<unknown> =>
  until(`${buildId} is current`, () =>
    connection.client.workflowService
      .setWorkerDeploymentCurrentVersion({
        namespace: 'default',
        deploymentName: deploymentOf(taskQueue),
        buildId,
        identity: 'test',
      })
      .then(() => true)
      .catch(() => undefined),
  );

const signal = (name: string): Promise<void> =>
  client().deliverSignals({ signals: [aSignal({ name })], profile: aProfile({ defender }) });

async function buildOf(): Promise<string | null | undefined> {
  const handle = connection.client.workflow.getHandle(protectDefenderWorkflowId(defender));
  const { raw } = await handle.describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
}

beforeAll(async () => {
  connection = await connectTemporal(at());
  await registerSearchAttributes(connection);
});

afterAll(async () => {
  await Promise.all([...hosts.values()].map((host) => host.stop()));
  await connection.client.workflow
    .getHandle(protectDefenderWorkflowId(defender))
    .terminate()
    .catch(() => undefined);
  await connection.stop();
});

it('goes to a new build when that is made current and not before, and a living case goes on', async () => {
  await start('one');
  await makeCurrent('one');
  await signal('first');
  expect(await buildOf()).toBe('one');
  await start('two');
  await signal('second');
  expect(await buildOf()).toBe('one');
  await makeCurrent('two');
  await hosts.get('one')?.stop();
  hosts.delete('one');
  await signal('third');
  await until('the build is the new one', async () => (await buildOf()) === 'two');
  const view = await client().view(defender);
  expect(view?.cases).toHaveLength(1);
});
