import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDataConverter } from '@hrd-shield/temporal';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { quietCore } from '../harness/quiet-core.ts';
import { historyFromJson } from './history-json.ts';
import { REPLAY_PAYLOAD_KEY } from './play-case.ts';

const HISTORIES = join(import.meta.dirname, 'histories');

// Progress of workers is noise here; what fails is in the results.
quietCore();

/** Folders of recorded histories, one a workflow. */
export function recordedWorkflows(): readonly string[] {
  return readdirSync(HISTORIES).sort();
}

/** Replays the recorded histories of one workflow. @returns what became of each file */
export async function replayHistories(
  workflow: string,
  workflowBundle: WorkflowBundle,
): Promise<ReadonlyMap<string, Error | undefined>> {
  const folder = join(HISTORIES, workflow);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const histories = files.map((file) => ({
    workflowId: file,
    history: historyFromJson(readFileSync(join(folder, file), 'utf8')),
  }));
  const dataConverter = createDataConverter(REPLAY_PAYLOAD_KEY);
  const options = { workflowBundle, dataConverter };
  const found = new Map<string, Error | undefined>();
  for await (const { error, workflowId } of Worker.runReplayHistories(options, histories)) {
    found.set(workflowId, error);
  }
  return found;
}
