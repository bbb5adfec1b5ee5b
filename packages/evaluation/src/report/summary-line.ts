import { brokenFloors } from '../metrics/judge.ts';
import type { EvalSection, Metric } from '../section.ts';

type Bound = number | null;

/** What `--json` ends with. A value that is not known, or never, is null. */
export interface SummaryLine {
  readonly ok: boolean;
  readonly metrics: Readonly<
    Record<
      string,
      {
        readonly value: Bound;
        readonly low: Bound;
        readonly high: Bound;
        readonly floor: Bound;
        readonly goal: Bound;
      }
    >
  >;
  readonly rivals: Readonly<Record<string, Bound>>;
  readonly split: string;
  readonly policyHash: string;
}

/** @param sections the headline first; others that were run before may follow */
export function summaryLine(sections: readonly EvalSection[]): SummaryLine {
  const [headline] = sections;
  const metrics = headline?.metrics ?? {};
  const rivals = sections.find(({ id }) => id === 'rivals')?.metrics ?? {};
  return {
    ok: sections.every((section) => brokenFloors(section.metrics).length === 0),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, metric]) => [name, boundsOf(metric)]),
    ),
    rivals: Object.fromEntries(
      Object.entries(rivals).map(([name, { value }]) => [name, known(value)]),
    ),
    split: headline?.split ?? '',
    policyHash: headline?.policyHash ?? '',
  };
}

function boundsOf({ floor, goal, high, low, value }: Metric): SummaryLine['metrics'][string] {
  return {
    value: known(value),
    low: known(low),
    high: known(high),
    floor: floor ?? null,
    goal: goal ?? null,
  };
}

function known(value: number): Bound {
  return Number.isFinite(value) ? value : null;
}
