import { CaseId } from '@hrd-shield/contracts';
import { loadMeasureCatalogue } from '@hrd-shield/policy';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { withBoard } from '../tasks/open-desk.ts';
import { answerRefusal } from '../tasks/show-task.ts';
import { storyLines, tellStory } from '../tasks/tell-story.ts';
import { openFacts } from './open-facts.ts';

/** Facts of one case that are told. */
const MAX_FACTS = 2_000;

/** `story`: one case as each side saw it. */
export function registerStory(program: Command, shell: Shell): void {
  program
    .command('story')
    .argument('<case>', 'case, as tasks and reports show it')
    .description('tell one case: what defender, attacker, bystander and responder each saw')
    .action((id: string) => story(id, shell));
}

async function story(given: string, shell: Shell): Promise<void> {
  const id = CaseId.safeParse(given);
  if (!id.success) return answerRefusal(shell, 'case.unknown');
  const facts = await openFacts(shell);
  try {
    const rows = await facts.readRows(
      `SELECT * REPLACE (toUnixTimestamp64Milli(at) AS at) FROM outcome_facts
       WHERE case_id = {id:String} ORDER BY at LIMIT ${MAX_FACTS}`,
      { id: id.data },
    );
    const shown = await withBoard(shell, (board) => board.case(id.data));
    if (rows.length === 0 && shown === undefined) return answerRefusal(shell, 'case.unknown');
    const told = tellStory(rows, loadMeasureCatalogue().measures);
    shell.answer({ case: shown ?? { id: id.data }, story: told }, storyLines(id.data, told));
  } finally {
    await facts.close();
  }
}
