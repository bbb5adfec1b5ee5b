#!/usr/bin/env -S npx tsx
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LANGUAGES } from '@hrd-shield/world';
import { againstBaseline, readBaseline, writeBaseline } from './baseline.ts';
import { type EvaluateOptions, evaluateHeadline, sectionContext } from './evaluate.ts';
import { brokenFloors, standingOf } from './metrics/judge.ts';
import { readReleases, releaseFor, withAlike, writeReleases } from './releases.ts';
import { repeatRelease } from './repeat-release.ts';
import { printSection } from './report/print-section.ts';
import { renderReport } from './report/render-report.ts';
import { summaryLine } from './report/summary-line.ts';
import type { EvalSection, SectionContext } from './section.ts';
import { readResults, toJson, writeResult } from './store/results.ts';

const RELEASES = resolve(import.meta.dirname, '../data/releases.json');
/** What is left of half an hour is for numbers and intervals. */
const FULL_MINUTES = 29;

const HELP = `npm run eval -- [options]

Plays attacks and look-alikes through screening and detection, in ${LANGUAGES.length} languages, and
measures what came out, with 95 % intervals. A broken floor ends with exit code 1.

  --quick            a small run of everything, for every day (minutes)
  --ci               a smaller one, as the test of every change plays it
  --split NAME       tuning (seeds 0 to 999; default with --quick) or held-out (default else)
  --release N        the Nth block of held-out seeds; default the next that nobody saw, or the one
                     that this code and this policy opened before (${relative(process.cwd(), RELEASES)})
  --same-as FILE     play the last release again and end at the first record that is not as in FILE,
                     the run records of the code that opened it: where all are the same, code that
                     is only faster needs no new block
  --minutes N        stop playing after so long and judge what there is; the next call goes on
                     (default ${FULL_MINUTES} for the full headline run, else no bound)
  --kinds A01,B19    only these kinds; 'month' names the benign months
  --ablations        what each part is worth, instead of the headline metrics
  --adaptive         an attacker who searches, instead of the headline metrics
  --steps N          steps of that attacker (default 500, 60 with --quick)
  --rivals           ours against other tools on the same streams
  --real             real data, from the folder that --data names
  --data FOLDER      data sets of the real ones (see docs/real-data.md)
  --report           no run: the report of the results that there are
  --baseline FILE    fail on what is worse than recorded there, instead of on broken floors
  --record FILE      record this run as the baseline
  --policy FILE      another detection policy than the reviewed one
  --workers N        worker threads (default 2)
  --out FOLDER       results and report (default out/eval)
  --cache FOLDER     what was played before (default .state/eval)
  --json             end with one JSON line: ok, metrics, rivals, split, policyHash
  --help             print this

Progress goes to stderr. A stopped run goes on where it was.
`;

const root = resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    ci: { type: 'boolean', default: false },
    release: { type: 'string' },
    'same-as': { type: 'string' },
    minutes: { type: 'string' },
    steps: { type: 'string' },
    split: { type: 'string' },
    kinds: { type: 'string' },
    ablations: { type: 'boolean', default: false },
    adaptive: { type: 'boolean', default: false },
    rivals: { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
    data: { type: 'string' },
    report: { type: 'boolean', default: false },
    baseline: { type: 'string' },
    record: { type: 'string' },
    policy: { type: 'string' },
    workers: { type: 'string', default: '2' },
    out: { type: 'string', default: join(root, 'out/eval') },
    cache: { type: 'string', default: join(root, '.state/eval') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const results = join(values.out, 'results');

if (values.help) process.stdout.write(HELP);
else if (values.split !== undefined && !['tuning', 'held-out'].includes(values.split)) {
  say(`there is no split '${values.split}': tuning, held-out`);
  process.exitCode = 2;
} else if (values.real && values.data === undefined) {
  say('--real needs --data: the folder of the data sets');
  process.exitCode = 2;
} else process.exitCode = await run();

async function run(): Promise<number> {
  if (values.report) {
    await writeReport();
    return 0;
  }
  const asked = optionsOf();
  const earlier = values['same-as'];
  if (earlier !== undefined) return repeatLast(asked, earlier);
  const isBlocked = asked.split === 'held-out' && !values.adaptive && !values.real;
  const seedFirst = isBlocked ? openBlock(sectionContext(asked)) : undefined;
  if (seedFirst === 'seen') return 3;
  const options = seedFirst === undefined ? asked : { ...asked, seedFirst };
  const section = await runSection(options);
  // A part of the kinds is for looking at, not for the record.
  if (options.kinds === undefined) await keep(section);
  return finish(section);
}

async function keep(section: EvalSection): Promise<void> {
  writeResult(results, section);
  await writeReport();
}

/** Plays the last release again, to show that this code gives the same records. */
async function repeatLast(options: EvaluateOptions, earlierPath: string): Promise<number> {
  const releases = readReleases(RELEASES);
  const last = releases.at(-1);
  const { policyHash } = sectionContext(options);
  if (options.split !== 'held-out' || last?.policyHash !== policyHash) {
    say('--same-as needs a full run on held-out seeds under the policy of the last release');
    return 2;
  }
  try {
    const { alike, section } = await repeatRelease(options, last, earlierPath);
    if (alike === undefined) return 4;
    writeReleases(RELEASES, withAlike(releases, last, alike));
    say(`all ${alike.records} records of release ${last.release} are the same`);
    await keep(section);
    return finish(section);
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    say(`${fault.message}: this code does not only run faster, and needs a block of its own`);
    return 3;
  }
}

function optionsOf(): EvaluateOptions {
  const quick = values.quick || values.ci;
  // What is made to learn from is not shown what tuning may not see.
  const isLesson = quick || values.ablations || values.adaptive;
  const isFull = !quick && !values.ablations && !values.adaptive && !values.rivals && !values.real;
  const minutes = values.minutes ?? (isFull ? String(FULL_MINUTES) : undefined);
  return {
    split:
      (values.split ?? (isLesson ? 'tuning' : 'held-out')) === 'tuning' ? 'tuning' : 'held-out',
    amount: values.ci ? 'ci' : quick ? 'quick' : 'full',
    ...(minutes === undefined ? {} : { minutes: Number(minutes) }),
    ...(values.steps === undefined ? {} : { steps: Number(values.steps) }),
    workers: Number(values.workers),
    cacheFolder: resolve(values.cache),
    kinds: values.kinds?.split(','),
    policyPath: values.policy,
    say,
    now: () => Date.now(),
  };
}

/** First seed of the block that is judged; recorded before anything of it is played. */
function openBlock(judged: SectionContext): number | 'seen' {
  const releases = readReleases(RELEASES);
  const wanted = values.release === undefined ? undefined : Number(values.release);
  const openedAt = new Date().toISOString();
  const { codeHash, policyHash } = judged;
  const opened = releaseFor(releases, { codeHash, policyHash }, openedAt, wanted);
  const { release } = opened;
  if (opened.kind === 'seen') {
    say(
      `release ${release.release} was opened by policy ${release.policyHash.slice(0, 12)}, code ` +
        `${release.codeHash}: its seeds are seen. Take --release ${opened.free}, or none.`,
    );
    return 'seen';
  }
  if (opened.isNew) writeReleases(RELEASES, [...releases, release]);
  say(`release ${release.release}: held-out seeds from ${release.seedFirst}`);
  return release.seedFirst;
}

/** Loads what is asked for alone: each part reads other rooms. */
async function runSection(options: EvaluateOptions): Promise<EvalSection> {
  const context = sectionContext(options);
  if (values.ablations) {
    const { runAblations } = await import('./ablations/run-ablations.ts');
    return runAblations(options, context);
  }
  if (values.adaptive) {
    const { runAdaptive } = await import('./adaptive/run-adaptive.ts');
    return runAdaptive(options, context);
  }
  if (values.rivals) {
    const { runRivals } = await import('./rivals/run-rivals.ts');
    return runRivals(context);
  }
  if (values.real) {
    const { runReal } = await import('./real/run-real.ts');
    return runReal(context, { dataFolder: values.data ?? '' });
  }
  return evaluateHeadline(options, context);
}

/** One page of the latest result of everything. */
async function writeReport(): Promise<void> {
  const sections = readResults(results).sort((a, b) => rank(a) - rank(b));
  mkdirSync(values.out, { recursive: true });
  const path = join(values.out, 'report.html');
  writeFileSync(path, await renderReport(sections));
  writeFileSync(join(values.out, 'report.json'), toJson(sections));
  say(`report: ${path}`);
}

function rank({ id, split }: EvalSection): number {
  if (id !== 'headline') return 2;
  return split === 'held-out' ? 0 : 1;
}

function finish(section: EvalSection): number {
  process.stdout.write(`${printSection(section)}\n`);
  const broken = brokenFloors(section.metrics);
  const judged = Object.values(section.metrics).filter((m) => standingOf(m) !== 'not-judged');
  say(
    broken.length === 0
      ? `all ${judged.length} floors hold`
      : `${broken.length} of ${judged.length} floors are broken: ${broken.join(', ')}`,
  );
  const worse = values.baseline === undefined ? undefined : sayWorse(section, values.baseline);
  if (values.record !== undefined) writeBaseline(values.record, section);
  const others = readResults(results).filter(({ id }) => id !== section.id);
  if (values.json) {
    process.stdout.write(`${JSON.stringify(summaryLine(section, others))}\n`);
  }
  return (worse ?? broken).length === 0 ? 0 : 1;
}

function sayWorse(section: EvalSection, path: string): readonly string[] {
  const worse = againstBaseline(section.metrics, readBaseline(path));
  for (const line of worse) say(`worse than recorded: ${line}`);
  if (worse.length === 0) say('nothing is worse than recorded');
  return worse;
}
