import type { CatalogueEntry, Random, Shape } from '@hrd-shield/world';

/** Traits of a crew that an attacker can pay to change, with the range of each. */
const TRAITS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  freshRatio: [0, 1],
  creationClusterDays: [1, 365],
  freshAgeDaysMax: [5, 400],
  sharedDeviceRatio: [0, 0.6],
  sharedNetworkRatio: [0, 0.6],
  sharedProfileRatio: [0, 0.6],
  exposureRatio: [0, 0.9],
  postsPerActor: [1, 5],
  obfuscationRatio: [0, 0.3],
  camouflageRatio: [0, 0.8],
  deletionRatio: [0, 0.6],
};
const TEXT_SOURCES = ['template', 'slots', 'paraphrase', 'free'] as const;
/** How far one step goes, as a sigma of a logarithm. */
const STEP_SIGMA = 0.5;
const JUMP_CHANCE = 0.15;
const VEIL_CHANCE = 0.2;
const CHANGES_MAX = 3;

/** A neighbour of a shape: one to three parameters moved, within the ranges of the kind. */
export function moveShape(entry: CatalogueEntry, shape: Shape, random: Random): Shape {
  const ranges: Record<string, readonly [number, number]> = { ...TRAITS };
  for (const [name, { max, min }] of Object.entries(entry.ranges)) ranges[name] = [min, max];
  const movable = Object.keys(ranges).filter((name) => typeof shape[name] === 'number');
  const moved: Record<string, unknown> = { ...shape };
  const changes = 1 + random.int(CHANGES_MAX);
  for (let change = 0; change < changes && movable.length > 0; change += 1) {
    const name = random.pick(movable);
    const [min, max] = ranges[name] ?? [0, 1];
    moved[name] = movedValue(Number(moved[name]), [min, max], random);
  }
  if ('textSource' in shape && random.chance(JUMP_CHANCE)) {
    moved.textSource = random.pick(TEXT_SOURCES);
  }
  if (random.chance(VEIL_CHANCE) && typeof shape.stances === 'object') {
    const hostile = 0.3 + 0.7 * random.next();
    const rest = 1 - hostile;
    moved.stances = { hostile, critical: rest * 0.6, neutral: rest * 0.4, supportive: 0 };
  }
  return moved;
}

function movedValue(value: number, [min, max]: readonly [number, number], random: Random): number {
  const isCount = max > 1 && Number.isInteger(min) && Number.isInteger(max);
  const next =
    random.chance(JUMP_CHANCE) || value === 0
      ? min + random.next() * (max - min)
      : value * Math.exp(STEP_SIGMA * random.normal());
  const within = Math.min(max, Math.max(min, next));
  return isCount ? Math.max(1, Math.round(within)) : within;
}
