import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDataConverter, loadWorkflowBundle, WORKFLOW_SINKS } from '@hrd-shield/temporal';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { historyFromJson } from './history-json.ts';
import { REPLAY_PAYLOAD_KEY } from './play-case.ts';

const HISTORIES = join(import.meta.dirname, 'histories');

// Progress of workers is noise here; what fails is in the results.
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

describe.each(['protect-defender', 'hold-adverse-action'])('%s as it stands', (workflow) => {
  it('replays every recorded history of itself', async () => {
    const folder = join(HISTORIES, workflow);
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
    expect(files.length).toBeGreaterThan(0);
    const histories = files.map((file) => ({
      workflowId: file,
      history: historyFromJson(readFileSync(join(folder, file), 'utf8')),
    }));
    const failed: string[] = [];
    const results = Worker.runReplayHistories(
      {
        workflowBundle: await loadWorkflowBundle(WORKFLOWS_PATH),
        dataConverter: createDataConverter(REPLAY_PAYLOAD_KEY),
        sinks: WORKFLOW_SINKS,
      },
      histories,
    );
    let replayed = 0;
    for await (const { error, workflowId } of results) {
      replayed += 1;
      if (error !== undefined) failed.push(`${workflowId}: ${error.message}`);
    }
    expect(failed).toEqual([]);
    expect(replayed).toBe(files.length);
  });
});
