import type { Difficulty } from '../presets.ts';
import type { Stage } from '../scenarios/scenario.ts';
import type { CityEvent, StreamedEvent } from '../truth.ts';

/** Bounds of one parameter, with its unit. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** What a scenario makes: events that affect a defender, and events of the other streams. */
export interface Play {
  readonly events: CityEvent[];
  readonly streams: StreamedEvent[];
}

/** Parameters of a scenario, whatever they are called. */
export type Shape = Readonly<Record<string, unknown>>;

type Numeric<S> = {
  [K in keyof S]-?: Exclude<S[K], undefined> extends number ? K : never;
}[keyof S] &
  string;

export interface ScenarioSpec<S extends object> {
  /** Number in the catalogue, such as `A02`. */
  readonly id: string;
  readonly kind: 'attack' | 'look-alike';
  readonly title: string;
  /** Bounds of the parameters that define the kind. @source detection notes, 5.3 */
  readonly ranges: Readonly<Partial<Record<Numeric<S>, Range>>>;
  readonly presets: Readonly<Record<Difficulty, S>>;
  /** Defenders beside the first that the scenario touches, as many as there are up to this. */
  readonly others?: (shape: S) => number;
  /** Plays it on a stage. The same stage state and shape give the same events. */
  readonly play: (stage: Stage, shape: S) => Play;
}

/** A kind of scenario whose parameters are held by name. */
export interface CatalogueEntry {
  readonly id: string;
  readonly kind: 'attack' | 'look-alike';
  readonly title: string;
  readonly ranges: Readonly<Record<string, Range>>;
  readonly presets: Readonly<Record<Difficulty, Shape>>;
  others(shape: Shape): number;
  play(stage: Stage, shape: Shape): Play;
}

/** Makes an entry of the catalogue; inside it the shape is typed, outside it is data. */
export function defineScenario<S extends object>(spec: ScenarioSpec<S>): CatalogueEntry {
  const { id, kind, others, play, presets, ranges, title } = spec;
  return {
    id,
    kind,
    title,
    ranges: ranges as Readonly<Record<string, Range>>,
    presets: presets as unknown as Readonly<Record<Difficulty, Shape>>,
    others: (shape) => others?.(shape as S) ?? 0,
    play: (stage, shape) => play(stage, shape as S),
  };
}

export function range(min: number, max: number, unit: string): Range {
  return { min, max, unit };
}

/** A play without events of other streams. */
export function only(events: CityEvent[]): Play {
  return { events, streams: [] };
}

/** Several plays as one. */
export function together(...plays: readonly Play[]): Play {
  return {
    events: plays.flatMap((play) => play.events),
    streams: plays.flatMap((play) => play.streams),
  };
}
