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

/**
 * `ok` is about this run alone, as the exit code is. Rivals are of this run, or of an earlier one
 * under the same policy; those of another policy say nothing about this one.
 *
 * @param section what was run just now
 * @param others what was run before
 */
export function summaryLine(section: EvalSection, others: readonly EvalSection[]): SummaryLine {
  const rivals = [section, ...others].find(
    ({ id, policyHash }) => id === 'rivals' && policyHash === section.policyHash,
  );
  return {
    ok: brokenFloors(section.metrics).length === 0,
    metrics: Object.fromEntries(
      Object.entries(section.metrics).map(([name, metric]) => [name, boundsOf(metric)]),
    ),
    rivals: Object.fromEntries(
      Object.entries(rivals?.metrics ?? {}).map(([name, { value }]) => [name, known(value)]),
    ),
    split: section.split,
    policyHash: section.policyHash,
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
