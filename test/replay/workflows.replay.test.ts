import { loadWorkflowBundle } from '@hrd-shield/temporal';
import type { WorkflowBundle } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { recordedWorkflows, replayHistories } from './replay-histories.ts';

const BUNDLE_MS = 180_000;
const REPLAY_MS = 120_000;
let code = '';

beforeAll(async () => {
  const bundle = await loadWorkflowBundle(WORKFLOWS_PATH);
  if ('code' in bundle) code = bundle.code;
}, BUNDLE_MS);

/** The bundle with one change of the kind that people make. */
function changed(from: RegExp, to: string): WorkflowBundle {
  expect(code).toMatch(from);
  return { code: code.replace(from, to) };
}

describe.each(recordedWorkflows())('%s as it stands', (workflow) => {
  it(
    'replays every recorded history of itself, of every version',
    async () => {
      const found = await replayHistories(workflow, { code });
      expect(found.size).toBeGreaterThan(0);
      const failed = [...found].flatMap(([file, error]) =>
        error === undefined ? [] : [`${file}: ${error.message}`],
      );
      expect(failed).toEqual([]);
    },
    REPLAY_MS,
  );
});

describe('a changed workflow', () => {
  it(
    'without its patch is caught by the histories of the version before',
    async () => {
      const bundle = changed(/\(0,[^)]*patched\)\(PEOPLE_PATCH\)/, 'true');
      const found = await replayHistories('hold-adverse-action', bundle);
      const failed = [...found].filter(([, error]) => error !== undefined).map(([file]) => file);
      expect(failed).toContain('1-refused-by-one.json');
    },
    REPLAY_MS,
  );

  it(
    'that does things in another order is caught',
    async () => {
      const bundle = changed(
        /carry = commands === undefined \? carryRecords : activities\.carryOut/,
        'carry = activities.sendCommands',
      );
      const found = await replayHistories('protect-defender', bundle);
      expect([...found.values()].every((error) => error !== undefined)).toBe(true);
    },
    REPLAY_MS,
  );
});
