import { bootstrap } from '../metrics/bootstrap.ts';
import { metricOf } from '../metrics/judge.ts';
import { quantileOf } from '../metrics/quantile.ts';
import type { RunKind } from '../plan/run-spec.ts';
import type { Detection, RunRecord } from '../run/run-record.ts';
import type { Metric, Target } from '../section.ts';
import { figure } from './format.ts';
import { attacks, grouped, isDetected, type Part } from './part.ts';
import { TARGETS } from './targets.ts';

/** Attacks that come at once. */
const BURST_KINDS: readonly RunKind[] = [
  ...(['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A09', 'A10', 'A12', 'A13', 'A14'] as const),
  'A15',
];
/** Of those, the ones that bring fifteen hostile events within minutes, so that seconds mean something. */
const FLASH_KINDS: readonly RunKind[] = ['A01', 'A02', 'A13', 'A15'];
const DRIP_KINDS: readonly RunKind[] = ['A07'];
/** Hostile accounts a day from which a drip has to be found. @source detection notes, 5.2 */
const DRIP_ACTORS_MIN = 6;
const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** How long it takes. A campaign that is never found takes for ever. */
export function delaysPart(records: readonly RunRecord[]): Part {
  const medium = attacks(records, 'medium');
  const of = (kinds: readonly RunKind[], runs = medium) =>
    runs.filter(({ spec }) => kinds.includes(spec.kind));
  const burst = of(BURST_KINDS);
  const drip = of(DRIP_KINDS, attacks(records)).filter(
    (run) => actorsPerDay(run) >= DRIP_ACTORS_MIN,
  );
  const metrics: Record<string, Metric> = {};
  const add = (name: keyof typeof TARGETS, unit: string, at: Delay) => {
    if (at.runs.length === 0) return;
    const target: Target = TARGETS[name];
    const interval = 'bootstrap over campaigns';
    metrics[name] = metricOf(
      bootstrap(at.runs, (drawn) => quantileOf(drawn.map(at.of), at.q)),
      { unit, interval, target },
    );
  };
  const events = taken((detection) => detection.hostileEvents);
  const seconds = taken((detection) => detection.afterFirstMs / SECOND_MS);
  const flash = of(FLASH_KINDS);
  add('delay.burst.medianEvents', 'hostile events', { runs: burst, of: events, q: 0.5 });
  add('delay.burst.p90Events', 'hostile events', {
    runs: burst.filter(isDetected),
    of: events,
    q: 0.9,
  });
  add('delay.burst.medianSeconds', 's', { runs: flash, of: seconds, q: 0.5 });
  add('delay.burst.p90Seconds', 's', { runs: flash.filter(isDetected), of: seconds, q: 0.9 });
  add('delay.drip.medianHours', 'h', {
    runs: drip,
    of: taken((detection) => detection.afterFirstMs / HOUR_MS),
    q: 0.5,
  });
  return {
    metrics,
    tables: [table(medium)],
    method: [
      'Delays are in event time. Medians count campaigns that are never found as taking for ever; ' +
        'the 90th percentiles are of those that are found. Bursts are ' +
        `${BURST_KINDS.join(', ')}; their delay in seconds is judged where the attack itself is ` +
        `quick: ${FLASH_KINDS.join(', ')}. The drip is ${DRIP_KINDS.join(', ')} of any difficulty ` +
        `with at least ${DRIP_ACTORS_MIN} hostile accounts a day in truth.`,
    ],
  };
}

function actorsPerDay({ attackers, endsAt, firstHostileAt = endsAt }: RunRecord): number {
  return attackers / Math.max(1, (endsAt - firstHostileAt) / DAY_MS);
}

interface Delay {
  readonly runs: readonly RunRecord[];
  readonly of: (run: RunRecord) => number;
  readonly q: number;
}

function taken(of: (detection: Detection) => number): (run: RunRecord) => number {
  return ({ detection }) => (detection === undefined ? Number.POSITIVE_INFINITY : of(detection));
}

function table(medium: readonly RunRecord[]) {
  const rows = grouped(medium.filter(isDetected), ({ spec }) => spec.kind).map(([kind, runs]) => ({
    kind,
    runs,
    median: quantileOf(runs.map(taken((d) => d.hostileEvents)), 0.5),
  }));
  return {
    title: 'Delay of detected campaigns of medium difficulty, slowest first',
    head: ['kind', 'hostile events, median', '90th', 'minutes, median', '90th', 'detected'],
    rows: rows
      .sort((a, b) => b.median - a.median)
      .map(({ kind, median, runs }) => [
        kind,
        figure(median),
        figure(quantileOf(runs.map(taken((d) => d.hostileEvents)), 0.9)),
        figure(quantileOf(runs.map(taken((d) => d.afterFirstMs / 60_000)), 0.5)),
        figure(quantileOf(runs.map(taken((d) => d.afterFirstMs / 60_000)), 0.9)),
        String(runs.length),
      ]),
  };
}
