import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  connectTemporal,
  registerSearchAttributes,
  startWorkerHost,
  type TemporalConnection,
  type WorkerHost,
  type WorkerHostOptions,
} from '@hrd-shield/temporal';
import { historyToJson } from './history-json.ts';
import { REPLAY_PAYLOAD_KEY } from './play-case.ts';

/** Plays workflows as the code stands on a real server and keeps their histories. */
export interface Recorder {
  /** Which recording it is, from the command line; earlier ones stay. */
  readonly version: string;
  readonly connection: TemporalConnection;
  readonly taskQueue: string;
  /** Has the workflows carried out from now on. */
  work(by: Pick<WorkerHostOptions, 'workflowsPath' | 'activities'>): Promise<void>;
  /** Resolves when the workflow is over. */
  ended(workflowId: string): Promise<void>;
  /** Writes the history to `histories/<workflow>/<version>-<name>.json`. */
  keep(workflow: string, name: string, workflowId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Records on the server at TEMPORAL_ADDRESS; the version is the first argument, or 1. */
export async function openRecorder(name: string): Promise<Recorder> {
  const [, , version = '1'] = process.argv;
  const at = {
    address: process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
    namespace: 'default',
    payloadKey: REPLAY_PAYLOAD_KEY,
  };
  const connection = await connectTemporal(at);
  await registerSearchAttributes(connection);
  const taskQueue = `${name}-${process.pid}`;
  const handleOf = (workflowId: string) => connection.client.workflow.getHandle(workflowId);
  let worker: WorkerHost | undefined;
  return {
    version,
    connection,
    taskQueue,
    work: async (by) => {
      worker = await startWorkerHost({
        ...by,
        at,
        taskQueue,
        onWarning: () => undefined,
        drainMs: 2_000,
      });
    },
    ended: (workflowId) => handleOf(workflowId).result(),
    keep: async (workflow, title, workflowId) => {
      const folder = join(import.meta.dirname, 'histories', workflow);
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${version}-${title}.json`);
      writeFileSync(path, `${historyToJson(await handleOf(workflowId).fetchHistory())}\n`);
      process.stdout.write(`${path}\n`);
    },
    stop: async () => {
      await worker?.stop();
      await connection.stop();
    },
  };
}
