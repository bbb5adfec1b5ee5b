import {
  DIFFICULTIES,
  type Difficulty,
  HELD_OUT_SEED_FIRST,
  LANGUAGES,
  type SplitName,
  TUNING_SEEDS,
} from '@hrd-shield/world';
import { kindsOf } from './play-run.ts';
import type { RunKind, RunSpec, Variant } from './run-spec.ts';

/** How many runs of each sort a proof plays. */
export interface Budget {
  readonly easy: number;
  readonly medium: number;
  readonly evasive: number;
  readonly lookAlike: number;
  /** Of the kinds whose floor is 0.99. */
  readonly solidarity: number;
  readonly months: number;
  /** Of each kind and each variant. */
  readonly variant: number;
}

/** @source issue: 1,500 runs a kind for solidarity and petitions, 300 for the others */
export const FULL: Budget = {
  easy: 9,
  medium: 63,
  evasive: 45,
  lookAlike: 300,
  solidarity: 1_500,
  months: 2_000,
  variant: 18,
};
export const QUICK: Budget = {
  easy: 3,
  medium: 18,
  evasive: 9,
  lookAlike: 18,
  solidarity: 27,
  months: 100,
  variant: 5,
};

/** What the test of every change plays: a smaller quick run. */
export const CI: Budget = {
  easy: 0,
  medium: 9,
  evasive: 9,
  lookAlike: 9,
  solidarity: 9,
  months: 60,
  variant: 3,
};
export const BUDGETS = { full: FULL, quick: QUICK, ci: CI } as const;

/** Draws of parameters that each kind has seeds for; more come again. */
const DRAWS_MAX = 8;

/** Copied support and petitions: the look-alikes with the highest floor. */
export const SOLIDARITY_KINDS: readonly RunKind[] = ['B02', 'B03', 'B13'];
/** Attacks in words whose disguise is measured; all of them are tuned kinds. */
export const DISGUISED_KINDS: readonly RunKind[] = ['A01', 'A03', 'A04', 'A08', 'A09'];
/** Attacks of several families, to see what transport and patience do to them. */
export const VARIED_KINDS: readonly RunKind[] = ['A01', 'A03', 'A09', 'A15', 'A19', 'A22'];
export const POISONED_KINDS: readonly RunKind[] = ['A01', 'A03', 'A09', 'A15'];
export const DISGUISES: readonly Variant[] = ['zero-width', 'homoglyph', 'emoji', 'leet'];
export const TRANSPORTS: readonly Variant[] = ['duplicated', 'reordered', 'lossy'];

export interface PlanOptions {
  readonly split: SplitName;
  readonly budget: Budget;
  /** Only these kinds; all when absent. */
  readonly kinds?: readonly string[];
  /** First of the held-out seeds; the block of a release. */
  readonly seedFirst?: number;
}

/** Every run of a proof, in an order in which a stopped run has seen something of everything. */
export function planRuns({ split, budget, kinds, seedFirst }: PlanOptions): RunSpec[] {
  const wants = (kind: RunKind) => kinds === undefined || kinds.includes(kind);
  const specs: RunSpec[] = [];
  const place = { split, seedFirst: seedFirst ?? HELD_OUT_SEED_FIRST };
  for (const kind of kindsOf(split, 'attack').filter(wants)) {
    for (const difficulty of DIFFICULTIES) {
      const run: Unplaced = { group: 'attack', kind, difficulty, variant: 'plain' };
      for (let i = 0; i < budget[difficulty]; i += 1) specs.push(paired(run, place, i));
    }
  }
  for (const kind of kindsOf(split, 'look-alike').filter(wants)) {
    const count = SOLIDARITY_KINDS.includes(kind) ? budget.solidarity : budget.lookAlike;
    for (let i = 0; i < count; i += 1) {
      specs.push(placed({ group: 'look-alike', kind, ...eachDifficulty(i) }, place, i));
    }
  }
  if (wants('month')) {
    const run: Unplaced = { group: 'month', kind: 'month', difficulty: 'medium', variant: 'plain' };
    for (let i = 0; i < budget.months; i += 1) specs.push(placed(run, place, i));
  }
  for (const [kind, variant] of variants().filter(([kind]) => wants(kind))) {
    const run: Unplaced = { group: 'variant', kind, difficulty: 'medium', variant };
    for (let i = 0; i < budget.variant; i += 1) specs.push(paired(run, place, i));
  }
  return shuffled(specs);
}

/** Variants of the first seeds of medium runs, whose plain streams they are measured against. */
function variants(): (readonly [RunKind, Variant])[] {
  const pairs = (kinds: readonly RunKind[], all: readonly Variant[]) =>
    kinds.flatMap((kind) => all.map((variant) => [kind, variant] as const));
  return [
    ...pairs(DISGUISED_KINDS, DISGUISES),
    ...pairs(VARIED_KINDS, TRANSPORTS),
    ...pairs(POISONED_KINDS, ['poisoned']),
    ...pairs(DISGUISED_KINDS, ['no-classifier']),
  ];
}

type Unplaced = Omit<RunSpec, 'seed' | 'language' | 'split'>;

interface Place {
  readonly split: SplitName;
  readonly seedFirst: number;
}

/** A seed and a language for each run: a draw of parameters goes through all languages. */
function placed(run: Unplaced, place: Place, index: number): RunSpec {
  const language = LANGUAGES[index % LANGUAGES.length] ?? 'en';
  return { ...run, split: place.split, seed: seedAt(place, index), language };
}

/**
 * The same seed in every language, so that crowd, pace and parameters are alike and only the
 * language differs. Each kind has seeds of its own: one quiet or busy page does not decide them all.
 */
function paired(run: Unplaced, place: Place, index: number): RunSpec {
  const kind = kindsOf(place.split, 'attack').indexOf(run.kind);
  const draw = Math.floor(index / LANGUAGES.length);
  const language = LANGUAGES[index % LANGUAGES.length] ?? 'en';
  const seed = seedAt(place, (kind * DRAWS_MAX + draw) * LANGUAGES.length);
  return { ...run, split: place.split, seed, language };
}

function seedAt({ seedFirst, split }: Place, index: number): number {
  const seeds = TUNING_SEEDS.last - TUNING_SEEDS.first + 1;
  return split === 'tuning' ? TUNING_SEEDS.first + (index % seeds) : seedFirst + index;
}

function eachDifficulty(index: number): { difficulty: Difficulty; variant: Variant } {
  const round = Math.floor(index / LANGUAGES.length);
  return { difficulty: DIFFICULTIES[round % DIFFICULTIES.length] ?? 'medium', variant: 'plain' };
}

/** Strides through the list, so that workers share heavy kinds evenly. */
function shuffled(specs: readonly RunSpec[]): RunSpec[] {
  const stride = 97;
  const out: RunSpec[] = [];
  for (let start = 0; start < stride; start += 1) {
    for (let i = start; i < specs.length; i += stride) {
      const spec = specs[i];
      if (spec !== undefined) out.push(spec);
    }
  }
  return out;
}
