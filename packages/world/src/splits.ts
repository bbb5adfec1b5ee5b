import { CATALOGUE, CATALOGUE_IDS, type CatalogueId } from './catalogue/catalogue.ts';
import type { CatalogueEntry, Shape } from './catalogue/define-scenario.ts';
import { drawShape, type HeldRegion, isCount } from './catalogue/draw-shape.ts';
import { DEMO_PLAN } from './plan.ts';
import type { Difficulty } from './presets.ts';
import { createRandom, type Random, sample } from './random.ts';

/** Changing the seed changes the draw; the committed record of the draw says when that happens. */
const SPLIT_SEED = 'hrd-shield/split/1';
/** @source detection notes, 5.1: at least eight kinds */
const HELD_OUT_ATTACKS = 6;
const HELD_OUT_LOOK_ALIKES = 4;
const QUARTERS = 4;
/** A count needs this many values for a quarter of them to be a region. */
const COUNT_WIDTH_MIN = 8;
/** Kinds that everybody has seen in the demo. */
export const SHOWN_KINDS: ReadonlySet<CatalogueId> = new Set(
  DEMO_PLAN.map(({ scenario }) => scenario),
);
/** Share of held-out runs of a tuned kind that lie in the region that tuning never saw. */
const IN_REGION_RATIO = 0.5;

/** Seeds of runs, both ends included. @source detection notes, 5.1 */
export const TUNING_SEEDS = { first: 0, last: 999 } as const;
/** Held-out seeds have no last one. */
export const HELD_OUT_SEED_FIRST = 10_000;

export type SplitName = 'tuning' | 'held-out';

export interface Split {
  readonly seed: string;
  /** Kinds that no tuning run plays. */
  readonly heldOutKinds: readonly CatalogueId[];
  /** For the other kinds: a quarter of one parameter's range that no tuning run enters. */
  readonly heldOutRegions: Readonly<Partial<Record<CatalogueId, HeldRegion>>>;
}

/**
 * Draws the split. Kinds that the demo has played since before the draw cannot be held out.
 * @returns the same split on every call
 */
export function drawSplit(): Split {
  const random = createRandom(SPLIT_SEED);
  const open = CATALOGUE_IDS.filter((id) => !SHOWN_KINDS.has(id));
  const kinds = [
    ...drawn(random.fork('attacks'), open, { kind: 'attack', count: HELD_OUT_ATTACKS }),
    ...drawn(random.fork('look-alikes'), open, {
      kind: 'look-alike',
      count: HELD_OUT_LOOK_ALIKES,
    }),
  ];
  const regions = CATALOGUE_IDS.filter((id) => !kinds.includes(id)).map(
    (id) => [id, regionOf(random.fork(`region/${id}`), CATALOGUE[id])] as const,
  );
  return {
    seed: SPLIT_SEED,
    heldOutKinds: kinds,
    heldOutRegions: Object.fromEntries(regions.filter(([, region]) => region !== undefined)),
  };
}

/** The split that a seed belongs to; seeds between the two belong to neither. */
export function splitOf(seed: number): SplitName | undefined {
  if (seed >= HELD_OUT_SEED_FIRST) return 'held-out';
  return seed >= TUNING_SEEDS.first && seed <= TUNING_SEEDS.last ? 'tuning' : undefined;
}

/** Whether runs of a kind belong to a split. Tuned kinds are in both, held-out ones in one. */
export function isInSplit(split: Split, id: CatalogueId, name: SplitName): boolean {
  return name === 'held-out' || !split.heldOutKinds.includes(id);
}

/**
 * The parameters of one run under a split: tuning keeps out of the held-out region, half of the
 * held-out runs go into it.
 */
export function splitShape(
  split: Split,
  id: CatalogueId,
  run: { readonly name: SplitName; readonly difficulty: Difficulty; readonly random: Random },
): Shape {
  const { difficulty, name, random } = run;
  const region = split.heldOutRegions[id];
  if (region === undefined) return drawShape(CATALOGUE[id], { difficulty, random });
  const side = name === 'tuning' ? 'outside' : 'inside';
  if (side === 'inside' && !random.chance(IN_REGION_RATIO)) {
    return drawShape(CATALOGUE[id], { difficulty, random });
  }
  return drawShape(CATALOGUE[id], { difficulty, random, held: { region, side } });
}

function drawn(
  random: Random,
  from: readonly CatalogueId[],
  wanted: { readonly kind: CatalogueEntry['kind']; readonly count: number },
): CatalogueId[] {
  const ids = from.filter((id) => CATALOGUE[id].kind === wanted.kind);
  const chosen = sample(random, ids.length, wanted.count);
  return ids.filter((_, i) => chosen.includes(i));
}

function regionOf(random: Random, entry: CatalogueEntry): HeldRegion | undefined {
  const wide = Object.entries(entry.ranges).filter(([, range]) => {
    const width = range.max - range.min;
    return width > 0 && (!isCount(range) || width >= COUNT_WIDTH_MIN);
  });
  if (wide.length === 0) return undefined;
  const [parameter, range] = random.pick(wide);
  const quarter = random.int(QUARTERS);
  const width = (range.max - range.min) / QUARTERS;
  const min = range.min + quarter * width;
  return { parameter, min, max: min + width };
}
