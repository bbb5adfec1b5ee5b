import type { Comparison, ReachChange, ReachCounts } from './compare-reach.ts';
import type { RuleChange } from './diff-rules.ts';
import type { CaseChange } from './simulate-protection.ts';

/** Changes shown one by one; JSON has all. */
const SHOWN_MAX = 40;

export interface Simulation {
  readonly changes: readonly RuleChange[];
  readonly signals: Comparison;
  readonly cases: { readonly changes: readonly CaseChange[]; readonly same: number };
  readonly notes: readonly string[];
}

/** A simulation as lines for a person. */
export function simulationLines({ changes, signals, cases, notes }: Simulation): string[] {
  return [
    changes.length === 0 ? 'The candidate changes nothing.' : 'The candidate changes:',
    ...shown(changes, ({ file, says }) => [`  ${file}: ${says}`]),
    '',
    `Signals: ${countsOf(signals.total)}`,
    ...(['tier', 'threat', 'language', 'region'] as const).flatMap((name) =>
      Object.entries(signals.by[name])
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([value, counts]) => `  by ${name.padEnd(8)} ${value.padEnd(18)} ${countsOf(counts)}`),
    ),
    ...shown(signals.changes, (change) => [`  ${reachLine(change)}`]),
    '',
    `Cases: ${cases.changes.length} change, ${cases.same} stay as they are`,
    ...shown(cases.changes, caseLines),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `Note: ${note}.`)]),
  ];
}

function shown<T>(items: readonly T[], lines: (item: T) => readonly string[]): readonly string[] {
  const more = items.length - SHOWN_MAX;
  return [
    ...items.slice(0, SHOWN_MAX).flatMap(lines),
    ...(more > 0 ? [`  ${more} more; --json has all`] : []),
  ];
}

function countsOf({ added, dropped, moved, same }: ReachCounts): string {
  return `${added} added, ${dropped} dropped, ${moved} moved, ${same} the same`;
}

function reachLine(change: ReachChange): string {
  const { tier, threat, language, region, campaign, before, after } = change;
  const scores = `score ${change.scoreBefore.toFixed(3)} to ${change.scoreAfter.toFixed(3)}`;
  const when =
    before !== undefined && after !== undefined
      ? `, ${laterBy(after - before)}`
      : ` at ${new Date(after ?? before ?? 0).toISOString()}`;
  return `${change.change} ${tier} ${threat} (${language}, ${region}) ${campaign}${when}, ${scores}`;
}

const SECOND_MS = 1_000;

function laterBy(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / SECOND_MS);
  return `${seconds} s ${ms > 0 ? 'later' : 'earlier'}`;
}

function caseLines({ change, threat, campaign, gains, loses }: CaseChange): readonly string[] {
  return [
    `  ${change} case of ${threat} ${campaign}`,
    ...gains.map((word) => `    + ${word}`),
    ...loses.map((word) => `    - ${word}`),
  ];
}
