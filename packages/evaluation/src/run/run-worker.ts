import { parentPort, workerData } from 'node:worker_threads';
import { InvariantError, invariant } from '@hrd-shield/contracts';
import { loadDetectionPolicy, loadStagePolicy } from '@hrd-shield/policy';
import { withoutPart } from '../ablations/play-ablations.ts';
import { type RunSpec, runKey } from '../plan/run-spec.ts';
import { runSpec } from './run-episode.ts';
import type { RunRecord } from './run-record.ts';
import type { WorkerAnswer, WorkerSetUp, WorkerTask } from './worker-messages.ts';

const port = parentPort;
invariant(port !== null, 'this file is the body of a worker thread');
const { ablation, policyPath } = workerData as WorkerSetUp;
const reviewed = { policy: loadDetectionPolicy(policyPath), stages: loadStagePolicy() };
const policies = ablation === undefined ? reviewed : withoutPart(reviewed, ablation);

port.on('message', async ({ specs }: WorkerTask) => {
  const records: RunRecord[] = [];
  for (const spec of specs) records.push(await runNamed(spec));
  port.postMessage({ records } satisfies WorkerAnswer);
});

/** A fault names its run, so that it can be played again alone. */
async function runNamed(spec: RunSpec): Promise<RunRecord> {
  try {
    return await runSpec(spec, policies, () => performance.now());
  } catch (cause) {
    const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    throw new InvariantError(`run ${runKey(spec)} failed: ${why}`, { cause });
  }
}
