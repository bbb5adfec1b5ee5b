import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CATALOGUE,
  type CatalogueId,
  createRandom,
  LANGUAGES,
  type Shape,
} from '@hrd-shield/world';
import type { EvaluateOptions } from '../evaluate.ts';
import { quantileOf } from '../metrics/quantile.ts';
import { type RunSpec, runKey } from '../plan/run-spec.ts';
import { openPool, type RunPool } from '../run/run-pool.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { EvalSection, SectionContext } from '../section.ts';
import { adaptiveSection } from './adaptive-section.ts';
import type { Attempt, Climb } from './climb.ts';
import { costOf } from './cost-model.ts';
import { moveShape } from './move-shape.ts';

/** @source detection notes, 5.4: 500 steps */
const STEPS = 500;
const STEPS_QUICK = 60;
/** Where the attacker starts: each climbs by itself. */
const STARTS = ['A01', 'A03', 'A04', 'A07', 'A08', 'A09', 'A11', 'A13'] as const;
/** Streams that one try is played on. */
const TRIES = 3;
/** Seeds of tries; neither tuning nor held-out. */
const SEED_FIRST = 5_000;
/** Fewer hostile events than this are no campaign worth its name. */
const HARM_MIN = 20;

const NOTHING: Attempt = { shape: {}, cost: 0, delivered: 0, harm: 0, foundRatio: 1, price: 0 };

/** An attacker who tries, sees whether the defender was warned, and tries again. */
export async function runAdaptive(
  options: EvaluateOptions,
  context: SectionContext,
): Promise<EvalSection> {
  const begun = context.now();
  const pool = openPool({ workers: options.workers, policyPath: options.policyPath });
  const file = climbsFile(context);
  const wanted = options.steps ?? (context.quick ? STEPS_QUICK : STEPS);
  const steps = Math.ceil(wanted / STARTS.length);
  try {
    context.say(`adaptive attacker: ${steps * STARTS.length} steps on ${STARTS.length} kinds`);
    let climbs = readClimbs(file) ?? (await startClimbs(pool));
    const isOver = () => context.now() >= (context.endsAt ?? Number.POSITIVE_INFINITY);
    while (climbs.some((climb) => climb.steps < steps) && !isOver()) {
      climbs = await stepAll(pool, climbs, steps);
      writeFileSync(file, JSON.stringify(climbs));
      const done = climbs.reduce((sum, climb) => sum + climb.steps, 0);
      context.say(`adaptive attacker: ${done} of ${steps * STARTS.length} steps`);
    }
    return adaptiveSection(climbs, context, begun);
  } finally {
    await pool.close();
  }
}

function climbsFile({ cacheFolder, codeHash, policyHash }: SectionContext): string {
  const folder = join(cacheFolder, 'adaptive');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${codeHash}-${policyHash.slice(0, 16)}.json`);
}

function readClimbs(file: string): Climb[] | undefined {
  if (!existsSync(file)) return undefined;
  const climbs = JSON.parse(readFileSync(file, 'utf8')) as Climb[];
  return climbs.map((climb) => ({
    ...climb,
    naive: priced(climb.naive),
    best: priced(climb.best),
    course: climb.course.map((price) => price ?? Number.POSITIVE_INFINITY),
  }));
}

async function startClimbs(pool: RunPool): Promise<Climb[]> {
  const shapes = STARTS.map((kind) => ({ kind, shape: CATALOGUE[kind].presets.medium }));
  const naive = await attemptAll(pool, shapes);
  return STARTS.map((kind, at) => {
    const first = naive[at] ?? priced(NOTHING);
    return { kind, naive: first, best: first, steps: 0, course: [first.price] };
  });
}

/** Every climb tries one neighbour of its best; what is cheaper is kept. */
async function stepAll(pool: RunPool, climbs: readonly Climb[], steps: number): Promise<Climb[]> {
  const tries = climbs.map(({ best, kind, steps: done }) => ({
    kind,
    shape: moveShape(CATALOGUE[kind], best.shape, createRandom(`climb/${kind}/${done}`)),
  }));
  const attempts = await attemptAll(pool, tries);
  return climbs.map((climb, at) => {
    const tried = attempts[at];
    if (tried === undefined || climb.steps >= steps) return climb;
    const best = isBetter(tried, climb.best) ? tried : climb.best;
    return { ...climb, best, steps: climb.steps + 1, course: [...climb.course, best.price] };
  });
}

/** Cheaper is better; while nothing gets through, more harm unseen is. */
function isBetter(a: Attempt, b: Attempt): boolean {
  if (Number.isFinite(a.price) || Number.isFinite(b.price)) return a.price < b.price;
  return a.harm > b.harm;
}

async function attemptAll(
  pool: RunPool,
  tries: readonly { readonly kind: CatalogueId; readonly shape: Shape }[],
): Promise<Attempt[]> {
  const specs = tries.map(({ kind, shape }) =>
    Array.from(
      { length: TRIES },
      (_, i): RunSpec => ({
        group: 'attack',
        kind,
        difficulty: 'medium',
        seed: SEED_FIRST + i,
        language: LANGUAGES[i % LANGUAGES.length] ?? 'en',
        variant: 'plain',
        split: 'tuning',
        shape,
      }),
    ),
  );
  const records = new Map<string, RunRecord>();
  for await (const record of pool.run(specs.flat())) records.set(record.key, record);
  return tries.map(({ shape }, at) => {
    const own = (specs[at] ?? []).flatMap((spec) => records.get(runKey(spec)) ?? []);
    const harm = quantileOf(own.map(unseenHarm), 0.5);
    const delivered = quantileOf(
      own.map((run) => run.hostileEvents),
      0.5,
    );
    const foundRatio = own.filter((run) => run.detection !== undefined).length / own.length;
    return priced({ shape, cost: costOf(shape), delivered, harm, foundRatio, price: 0 });
  });
}

/** Hostile events that reached the defender before guard. */
function unseenHarm({ detection, hostileEvents }: RunRecord): number {
  return detection === undefined ? hostileEvents : detection.hostileEvents - 1;
}

function priced(attempt: Attempt): Attempt {
  const { cost, harm } = attempt;
  return { ...attempt, price: harm >= HARM_MIN ? cost / harm : Number.POSITIVE_INFINITY };
}
