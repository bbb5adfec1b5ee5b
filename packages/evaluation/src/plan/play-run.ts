import {
  CATALOGUE,
  type CatalogueEntry,
  type CatalogueId,
  createEpisode,
  createPeople,
  createRandom,
  DIFFICULTIES,
  type Difficulty,
  drawSplit,
  type Episode,
  isInSplit,
  LANGUAGES,
  MIXES,
  mixOf,
  type Random,
  type Shape,
  type SplitName,
  splitShape,
} from '@hrd-shield/world';
import { isMix, type RunKind, type RunSpec } from './run-spec.ts';
import { disguiseOf, vary } from './vary-stream.ts';

const DAY_MS = 86_400_000;
/** All streams begin here; a Monday. */
export const EVAL_START_AT = Date.UTC(2026, 0, 5);
const SPLIT = drawSplit();
/** Everybody who occurs in a run: one population, built once for each process. */
const PEOPLE = createPeople('evaluation', EVAL_START_AT);
/** A benign month: when the first look-alike may begin, and when the second does, days. */
const MONTH = { firstFrom: 4, firstTo: 25, second: 29 } as const;
/** Weeks of ordinary life before a baseline is worn down. */
const POISONED_HISTORY_MS = 56 * DAY_MS;

/** Kinds that a split plays, of one side. Mixes belong where all their parts do. */
export function kindsOf(split: SplitName, side: CatalogueEntry['kind']): RunKind[] {
  const ids = (Object.keys(CATALOGUE) as CatalogueId[]).filter(
    (id) => CATALOGUE[id].kind === side && isInSplit(SPLIT, id, split),
  );
  if (side === 'look-alike') return ids;
  const mixes = (Object.keys(MIXES) as (keyof typeof MIXES)[]).filter((id) =>
    partsOf(MIXES[id]).every((part) => isInSplit(SPLIT, part, split)),
  );
  return [...ids, ...mixes];
}

/** Whether no tuning run may play the kind. */
export function isHeldOutKind(kind: RunKind): boolean {
  if (kind === 'month') return false;
  if (!isMix(kind)) return SPLIT.heldOutKinds.includes(kind);
  return partsOf(MIXES[kind]).some((part) => SPLIT.heldOutKinds.includes(part));
}

/** The stream of a run, with its truth. */
export function playRun(spec: RunSpec): Episode {
  const random = createRandom(
    `shape/${spec.kind}/${spec.difficulty}/${Math.floor(spec.seed / LANGUAGES.length)}`,
  );
  const base = {
    seed: spec.seed,
    startAt: EVAL_START_AT,
    language: spec.language,
    population: PEOPLE,
    ...(spec.variant === 'no-classifier' ? { verdicts: 'none' as const } : {}),
  };
  if (spec.kind === 'month') return playMonth(spec, base, random);
  const entry: CatalogueEntry = isMix(spec.kind) ? MIXES[spec.kind] : CATALOGUE[spec.kind];
  const shape = {
    ...shapeOf(spec, entry, random),
    ...disguiseOf(spec.variant),
    ...spec.shape,
  };
  const episode = createEpisode({
    ...base,
    scenario: { entry, difficulty: spec.difficulty, shape },
    ...(spec.variant === 'poisoned' ? { historyMs: POISONED_HISTORY_MS } : {}),
  });
  return vary(episode, spec);
}

function shapeOf(spec: RunSpec, entry: CatalogueEntry, random: Random): Shape {
  const draw = { name: spec.split, difficulty: spec.difficulty, random } as const;
  if (!isMix(spec.kind)) return splitShape(SPLIT, entry.id as CatalogueId, draw);
  return Object.fromEntries(partsOf(entry).map((id) => [id, splitShape(SPLIT, id, draw)]));
}

/** Thirty days of one defender with two look-alikes in them. @source detection notes, 5.2 */
function playMonth(
  spec: RunSpec,
  base: Omit<Parameters<typeof createEpisode>[0], 'scenario'>,
  shared: Random,
): Episode {
  const random = shared.fork(`month/${spec.seed}`);
  const kinds = kindsOf(spec.split, 'look-alike').filter((id) => !isMix(id)) as CatalogueId[];
  const first = random.pick(kinds);
  const second = random.pick(kinds.filter((id) => id !== first));
  const difficultyOf = new Map<CatalogueId, Difficulty>(
    [first, second].map((id) => [id, random.pick(DIFFICULTIES)]),
  );
  const beginsDay = MONTH.firstFrom + random.next() * (MONTH.firstTo - MONTH.firstFrom);
  const entry = mixOf([
    { entry: CATALOGUE[first], lagMs: 0 },
    { entry: CATALOGUE[second], lagMs: (MONTH.second - beginsDay) * DAY_MS },
  ]);
  const shape = Object.fromEntries(
    [...difficultyOf].map(([id, difficulty]) => [
      id,
      splitShape(SPLIT, id, { name: spec.split, difficulty, random }),
    ]),
  );
  return createEpisode({
    ...base,
    historyMs: beginsDay * DAY_MS,
    scenario: { entry, difficulty: 'medium', shape },
  });
}

function partsOf(entry: CatalogueEntry): CatalogueId[] {
  return entry.id.split('+') as CatalogueId[];
}
