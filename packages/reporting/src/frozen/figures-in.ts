import { z } from 'zod';
import type { FrozenRun } from './frozen-run.ts';

/** One published figure with the place where it stands. */
export interface PlacedFigure {
  readonly benchmark: string;
  /** Clock, who decided, slice and label, such as `real/people/pile-on/median`. */
  readonly place: string;
  readonly figure: Readonly<Record<string, unknown>>;
}

const Figures = z.record(z.string(), z.record(z.string(), z.unknown()));
const Groups = z.array(
  z.looseObject({
    clock: z.string().nullable(),
    clockScale: z.number().nullable(),
    decidedBy: z.string().nullable(),
    figures: Figures,
    slices: z.array(z.looseObject({ name: z.string(), figures: Figures })),
  }),
);

/** Every figure of a run, slices included. */
export function figuresIn(run: FrozenRun): readonly PlacedFigure[] {
  return run.benchmarks.flatMap(({ groups, id }) =>
    Groups.parse(groups).flatMap((group) => {
      const clock = `${group.clock ?? '-'}${group.clockScale === null ? '' : `x${group.clockScale}`}`;
      const under = `${clock}/${group.decidedBy ?? '-'}`;
      const placed = (slice: string, figures: z.infer<typeof Figures>): readonly PlacedFigure[] =>
        Object.entries(figures).map(([label, figure]) => ({
          benchmark: id,
          place: `${under}/${slice}/${label}`,
          figure,
        }));
      return [
        ...placed('all', group.figures),
        ...group.slices.flatMap(({ figures, name }) => placed(name, figures)),
      ];
    }),
  );
}
