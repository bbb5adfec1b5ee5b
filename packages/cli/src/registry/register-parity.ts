import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AUDIENCES } from '@hrd-shield/domain';
import type { ParityRun } from '@hrd-shield/pipeline';
import { factsByHash, ParityFile, quarterOf, readDraftFacts } from '@hrd-shield/reporting';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { answerRefusal } from '../tasks/show-task.ts';
import { requestOf } from './inputs.ts';
import { REQUEST, requestLine } from './register-reveals.ts';
import { withUses } from './with-uses.ts';

const DRAFT = 'folder of the draft, as publish prepare shows it';

interface CountOptions {
  readonly draft: string;
  readonly closed?: string;
  readonly out: string;
}

/** Parity by what the registry alone can read: one asks, another agrees, the first counts once. */
export function registerParity(registry: Command, shell: Shell): void {
  registry
    .command('request-parity')
    .requiredOption('--draft <folder>', DRAFT)
    .option('--corrects <run>', 'the last run of the quarter, where there is one')
    .description('ask to compare kinds of people in the facts of a draft; another has to agree')
    .action(async (options: { readonly draft: string; readonly corrects?: string }) => {
      const { factsHash, quarter } = await readDraftFacts(resolve(options.draft));
      const corrects = options.corrects ?? null;
      const answer = await withUses(shell, ({ by, parity }) =>
        parity.ask(by, { corrects, factsHash, quarter }),
      );
      if (!answer.ok) return answerRefusal(shell, answer.code);
      shell.answer({ request: answer.value }, [requestLine(answer.value)]);
    });
  registry
    .command('parity')
    .argument('<request>', REQUEST)
    .requiredOption('--draft <folder>', DRAFT)
    .option('--closed <folder>', 'folder of earlier drafts; that of the draft when absent')
    .requiredOption('--out <folder>', 'where parity-public.json and parity-internal.json go')
    .description('count what was agreed to: once; counts of many people leave, and nobody in them')
    .action((id: string, options: CountOptions) => count(id, options, shell));
  registry
    .command('parity-runs')
    .argument('<quarter>', 'such as 2026-Q1')
    .option('--out <folder>', 'write the files of the last run again')
    .description('show what was let out of a quarter; nothing is opened for it')
    .action(async (given: string, { out }: { readonly out?: string }) => {
      const { name } = quarterOf(given);
      const answer = await withUses(shell, ({ by, parity }) => parity.runs(by, name));
      if (!answer.ok) return answerRefusal(shell, answer.code);
      const last = answer.value.at(-1);
      const files = out === undefined || last === undefined ? [] : await writeRun(last, out);
      const runs = answer.value.map(({ released, ...run }) => run);
      shell.answer({ runs, files }, [...answer.value.map(runLine), ...files]);
    });
}

async function count(id: string, options: CountOptions, shell: Shell): Promise<void> {
  const draft = resolve(options.draft);
  const asked = await readDraftFacts(draft);
  const closed = resolve(options.closed ?? dirname(draft));
  shell.progress(`${asked.quarter} is counted and protected`);
  const answer = await withUses(shell, async ({ by, parity }) => {
    const before = await parity.runs(by, asked.quarter);
    if (!before.ok) return before;
    const hashes = before.value.map(({ factsHash }) => factsHash);
    const earlier = await factsByHash(closed, hashes);
    return parity.count(by, requestOf(id), { ...asked, earlier });
  });
  if (!answer.ok) return answerRefusal(shell, answer.code);
  const files = await writeRun(answer.value, options.out);
  const { released, ...run } = answer.value;
  const told = AUDIENCES.map((audience) => {
    const { figures, losses } = released[audience];
    const withheld = figures.filter(({ state }) => state === 'withheld').length;
    return { audience, figures: figures.length, withheld, losses };
  });
  shell.answer({ run, told, files }, [
    runLine(answer.value),
    ...told.map((each) => `${each.audience}: ${each.figures} figures, ${each.withheld} withheld`),
    ...files,
  ]);
}

async function writeRun(run: ParityRun, out: string): Promise<readonly string[]> {
  const { corrects, factsHash, id, quarter, released } = run;
  const folder = resolve(out);
  await mkdir(folder, { recursive: true });
  const about = { format: 'hrd-shield.parity.v1', run: id, quarter, corrects, factsHash };
  return Promise.all(
    AUDIENCES.map(async (audience) => {
      const path = join(folder, `parity-${audience}.json`);
      const file = ParityFile.parse({ ...about, audience, ...released[audience] });
      await writeFile(path, `${JSON.stringify(file, null, 1)}\n`);
      return path;
    }),
  );
}

function runLine({ agreedBy, askedBy, corrects, id, quarter }: ParityRun): string {
  const of = corrects === null ? '' : `  corrects ${corrects}`;
  return `${quarter}  ${id}  asked by ${askedBy}  agreed by ${agreedBy}${of}`;
}
