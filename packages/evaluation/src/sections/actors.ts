import { bootstrap } from '../metrics/bootstrap.ts';
import { metricOf } from '../metrics/judge.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric } from '../section.ts';
import { cent } from './format.ts';
import { attacks, grouped, isDetected, type Part } from './part.ts';
import { TARGETS } from './targets.ts';

/** @source detection notes, section 4: only a posterior of at least this is listed */
const LISTED_MIN = 0.8;
const AS = { unit: 'ratio', interval: 'bootstrap over campaigns' } as const;

/** Who is listed in detected campaigns, against who attacked. */
export function actorsPart(records: readonly RunRecord[]): Part {
  const runs = attacks(records, 'medium').filter((run) => isDetected(run) && run.attackers > 0);
  if (runs.length === 0) return { metrics: {} };
  const metrics: Record<string, Metric> = {
    'actors.precision': metricOf(bootstrap(runs, precision), {
      ...AS,
      target: TARGETS['actors.precision'],
    }),
    'actors.recall': metricOf(bootstrap(runs, recall), { ...AS, target: TARGETS['actors.recall'] }),
  };
  const rows = grouped(runs, ({ spec }) => spec.kind)
    .map(([kind, own]) => ({ kind, own, found: recall(own) }))
    .sort((a, b) => a.found - b.found);
  return {
    metrics,
    tables: [
      {
        title: 'Accounts listed in detected campaigns by kind, lowest recall first',
        head: ['kind', 'precision', 'recall', 'campaigns'],
        rows: rows.map(({ found, kind, own }) => [
          kind,
          cent(precision(own)),
          cent(found),
          String(own.length),
        ]),
      },
    ],
    method: [
      `Of detected campaigns of medium difficulty: accounts at the first defender whose posterior ` +
        `reached ${LISTED_MIN} in a campaign that reached guard, against all accounts that did ` +
        'something hostile there in the whole campaign, before and after it was found. Posteriors ' +
        'are those of every step, as `detect --plain-ids` writes them; a signal tells of new ' +
        'accounts at every growth by a quarter.',
    ],
  };
}

function precision(runs: readonly RunRecord[]): number {
  let right = 0;
  let all = 0;
  for (const { actors } of runs) {
    for (const [posterior, isAttacker] of actors?.listed ?? []) {
      if (posterior < LISTED_MIN) continue;
      all += 1;
      if (isAttacker) right += 1;
    }
  }
  return all === 0 ? Number.NaN : right / all;
}

function recall(runs: readonly RunRecord[]): number {
  let right = 0;
  let all = 0;
  for (const { actors, attackers } of runs) {
    all += attackers;
    right += (actors?.listed ?? []).filter(([p, is]) => p >= LISTED_MIN && is).length;
  }
  return all === 0 ? Number.NaN : right / all;
}
