import { ImprovementId, ShieldError, VERDICTS, type Verdict } from '@hrd-shield/contracts';
import { loadImprovementPolicy } from '@hrd-shield/policy';
import {
  drawReviews,
  GoldenCase,
  judgeReview,
  openReviews,
  readReviews,
  reviewQuality,
} from '@hrd-shield/reporting';
import { SETTINGS } from '@hrd-shield/runtime';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Shell } from '../shell/shell.ts';
import { signedIn } from '../tasks/local-token.ts';
import { figureLine, withFacts } from './show-figures.ts';
import { tellOutcomes } from './tell-outcomes.ts';
import { watchedDefenders } from './watched-defenders.ts';
import { type Window, windowOf, withWindow } from './window.ts';

const MOST_SHOWN = 50;

interface DrawOptions extends Window {
  readonly seed: string;
  readonly golden?: string;
}

/** Adds `improve draw`, `reviews`, `judge` and `quality`: what is reviewed blind, and what it says. */
export function registerReviews(improve: Command, shell: Shell): void {
  withWindow(improve.command('draw'))
    .description('draw acting cases, golden cases and non-signals for a blind review; shift lead')
    .requiredOption('--seed <text>', 'said before: the same seed draws the same')
    .option(
      '--golden <file>',
      'cases that are beyond doubt, JSON lines: campaign, defender, verdict',
    )
    .action((options: DrawOptions) => draw(options, shell));
  improve
    .command('reviews')
    .description('what waits for a blind verdict of yours, without what anybody said before')
    .action(() => list(shell));
  improve
    .command('judge <review>')
    .description('give a blind verdict; it stands')
    .addOption(
      new Option('--verdict <verdict>', 'was it an attack?')
        .choices(VERDICTS)
        .makeOptionMandatory(),
    )
    .action((review: string, { verdict }: { readonly verdict: Verdict }) =>
      judge(review, verdict, shell),
    );
  withWindow(improve.command('quality'))
    .description('precision by blind second review, agreement, golden cases, and what is missed')
    .option('--scripted', 'reviews of scripts, which say nothing of people')
    .action((options: Window & { readonly scripted?: boolean }) => quality(options, shell));
}

async function draw(options: DrawOptions, shell: Shell): Promise<void> {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const at = Date.now();
  const { responder, role } = await signedIn(keysDir, at);
  if (role !== 'shift-lead') throw new ShieldError('access.refused');
  const golden = options.golden === undefined ? [] : goldenOf(await shell.read(options.golden));
  const watched = await watchedDefenders(shell);
  const drawn = await withFacts(shell, async (facts) => {
    await facts.build();
    return drawReviews(
      facts.readRows,
      { seed: options.seed, ...windowOf(options, at), at, drawnBy: responder, watched, golden },
      loadImprovementPolicy(),
    );
  });
  await tellOutcomes(shell, drawn.outcomes);
  shell.answer({ seed: options.seed, streams: drawn.streams, reviews: drawn.outcomes.length }, [
    ...drawn.streams.map(
      ({ drawn: size, population, stream }) => `${stream}: ${size} of ${population}`,
    ),
    `${drawn.outcomes.length} reviews wait for a verdict`,
  ]);
}

function goldenOf(text: string): readonly GoldenCase[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = z.array(GoldenCase).safeParse(lines.map((line) => parseLine(line)));
  if (parsed.success) return parsed.data;
  const detail = '--golden has lines with campaign, defender and verdict';
  throw new ShieldError('input.bad-file', { detail });
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new ShieldError('input.bad-file', { cause, detail: '--golden is not JSON lines' });
  }
}

async function list(shell: Shell): Promise<void> {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const { responder } = await signedIn(keysDir, Date.now());
  const reviews = await withFacts(shell, (facts) =>
    openReviews(facts.readRows, { responder, most: MOST_SHOWN }),
  );
  shell.answer({ reviews }, [
    ...reviews.map(({ evidence, look, review }) => {
      const seen =
        look === undefined ? `${evidence.length} reasons` : `read the log of ${look.day}`;
      return `${review}  ${seen}`;
    }),
    `${reviews.length} reviews${reviews.length === MOST_SHOWN ? ' or more' : ''}`,
  ]);
}

async function judge(name: string, verdict: Verdict, shell: Shell): Promise<void> {
  const review = ImprovementId.safeParse(name);
  if (!review.success) {
    throw new ShieldError('config.invalid', { detail: 'a review is v_ and 22 characters' });
  }
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const at = Date.now();
  const { responder, role, scripted } = await signedIn(keysDir, at);
  if (role === 'observer') throw new ShieldError('access.refused');
  const told = await withFacts(shell, (facts) =>
    judgeReview(facts.readRows, { review: review.data, responder, scripted, verdict, at }),
  );
  if (told === undefined) {
    const detail = 'no such review is open to you: judged before, unknown, drawn by you, or yours';
    throw new ShieldError('config.invalid', { detail });
  }
  await tellOutcomes(shell, told);
  shell.answer({ review: review.data, verdict }, [`${verdict}: ${review.data}`]);
}

async function quality(
  options: Window & { readonly scripted?: boolean },
  shell: Shell,
): Promise<void> {
  const { scripted = false } = options;
  const rows = await withFacts(shell, (facts) =>
    readReviews(facts.readRows, { ...windowOf(options, Date.now()), scripted }),
  );
  const found = reviewQuality(rows);
  shell.answer({ scripted, ...found }, [
    figureLine('precision, blind second review', found.precision),
    figureLine('left unsure', found.unsure),
    figureLine("agreement beyond chance, Cohen's kappa", found.kappa, 'count'),
    figureLine("agreement beyond chance, Gwet's AC1", found.ac1, 'count'),
    figureLine('golden cases judged as they are', found.golden),
    figureLine('attacks among what was not flagged', found.missed),
    figureLine('the same with all that stayed unsure', found.missedAtMost),
    figureLine('  of campaigns under guard', found.missedBy['near-miss']),
    figureLine('  of silent days', found.missedBy.silent),
    `${found.open} reviews wait for a verdict`,
  ]);
}
