import type { Difficulty } from '../presets.ts';
import type { CatalogueEntry, Play, Shape } from './define-scenario.ts';
import { together } from './define-scenario.ts';

/** @source detection notes, 5.3: any two or three of the attacks, with lag */
const PARTS_MAX = 3;

export interface MixPart {
  readonly entry: CatalogueEntry;
  /** From the start of the mix, ms. */
  readonly lagMs: number;
}

/**
 * Two or three scenarios on the same defender, one after another. The shapes of its parts are held
 * under their ids, so that a mix has presets and ranges like every other entry.
 * @param parts in the order in which they begin; more than three are left out
 */
export function mixOf(parts: readonly MixPart[]): CatalogueEntry {
  const played = parts.slice(0, PARTS_MAX);
  const preset = (difficulty: Difficulty): Shape =>
    Object.fromEntries(played.map(({ entry }) => [entry.id, entry.presets[difficulty]]));
  const shapeOf = (shape: Shape, entry: CatalogueEntry): Shape => shape[entry.id] as Shape;
  return {
    id: played.map(({ entry }) => entry.id).join('+'),
    kind: played.some(({ entry }) => entry.kind === 'attack') ? 'attack' : 'look-alike',
    title: played.map(({ entry }) => entry.title).join(', then '),
    ranges: {},
    presets: { easy: preset('easy'), medium: preset('medium'), evasive: preset('evasive') },
    others: (shape) =>
      Math.max(0, ...played.map(({ entry }) => entry.others(shapeOf(shape, entry)))),
    play: (stage, shape): Play =>
      together(
        ...played.map(({ entry, lagMs }) =>
          entry.play({ ...stage, startsAt: stage.startsAt + lagMs }, shapeOf(shape, entry)),
        ),
      ),
  };
}
