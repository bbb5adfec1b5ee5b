import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import type { Collected } from './collect.ts';
import { CLOCK_SCALE } from './demo-options.ts';
import type { DemoSource } from './demo-source.ts';
import type { PlayedSource } from './play-source.ts';
import { latenciesOf, p99 } from './scenario-evidence.ts';
import { coloured, conservationTable, count, duration, scenarioTable } from './show-table.ts';

/** Acting signals without an attack that a run may show: none. */
const FALSE_ALARMS_MAX = 0;

export interface Shown {
  readonly source: DemoSource;
  readonly played: PlayedSource;
  readonly collected: Collected;
  readonly backend: string;
  readonly tasksDecided: number;
}

/** The end of the demo: tables, figures, and an exit code that stands for them. */
export function showResults(run: Shown, shell: Shell): void {
  const { collected, played, source } = run;
  const { falseAlarms, hops, results, rows } = collected;
  const latencies = latenciesOf(results, played.emission);
  const p99Ms = p99(latencies.commandMs);
  const eventsPerSecond = Math.round(
    (played.emitted / (played.endedAt - played.startedAt)) * 1_000,
  );
  const agrees = rows.every((row) => row.agrees);
  const closes = hops.every((hop) => hop.closes);
  const readable = results.unreadable === 0;
  const ok = agrees && closes && readable && falseAlarms <= FALSE_ALARMS_MAX;
  const first = results.outcomes.find(
    ({ data }) => data.kind === 'case.opened' && data.tier !== 'watch',
  );
  const lines = [
    '',
    ...scenarioTable(rows, { startAt: source.startAt, clockScale: CLOCK_SCALE }).map(coloured),
    '',
    `Times to detect are event time, from the first hostile event. Times to protect run from the`,
    `signal to the first measure in effect: real, and as if the clocks of people and measures had`,
    `not run ${CLOCK_SCALE} times faster. Responders are scripted.`,
    '',
    ...conservationTable(hops).map(coloured),
    '',
    `${count(played.emitted)} events, ${count(eventsPerSecond)} a second; event to command p99 ${duration(p99Ms)}; topics at most ${duration(played.skewMs)} of event time apart`,
    `${falseAlarms} false alarms on everybody else; ${run.tasksDecided} tasks decided`,
    ...played.withdrawalMs.map((ms) => `Consent withdrawn in mid-run took hold in ${duration(ms)}`),
    `Report: ${collected.page}`,
    ...(first?.data.case === undefined
      ? []
      : [`Look further: hrd-shield story ${first.data.case} (with --keep)`]),
    ok ? 'Truth and results agree, and every sum closes.' : failure({ agrees, closes, readable }),
  ];
  shell.answer(
    {
      scenarios: rows.map(summary),
      conservation: Object.fromEntries(
        hops.map(({ hop, closes: isClosed, in: taken, out }) => [
          hop,
          { in: taken, out, closes: isClosed },
        ]),
      ),
      eventsPerSecond,
      p99Ms,
      signalP99Ms: p99(latencies.signalMs),
      falseAlarms,
      clockScale: CLOCK_SCALE,
      withdrawalMs: played.withdrawalMs,
      backend: run.backend,
      report: collected.page,
    },
    lines,
    ok ? EXIT.done : EXIT.fault,
  );
}

function summary(row: Collected['rows'][number]) {
  const {
    agrees,
    detectMs,
    flagged,
    flaggedAt,
    id,
    kind,
    measures,
    protectMs,
    threat,
    tier,
    truth,
  } = row;
  return {
    id,
    kind,
    truth,
    flagged,
    tier,
    detectMs,
    protectMs,
    threat,
    flaggedAt,
    measures,
    agrees,
  };
}

function failure(of: { agrees: boolean; closes: boolean; readable: boolean }): string {
  if (!of.readable) return 'Some records fit no contract.';
  if (!of.closes) return 'A sum does not close: something was lost or doubled.';
  return of.agrees ? 'There were false alarms.' : 'Truth and results do not agree.';
}
