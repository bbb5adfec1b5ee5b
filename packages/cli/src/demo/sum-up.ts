import { type Hop, hop, matched } from './conservation.ts';
import { finalAcks, type RunResults } from './read-results.ts';

/** Counts that the run takes beside the topics. */
export interface RunCounts {
  /** Events that the city handed to the emitter. */
  readonly emitted: number;
  /** Records on the firehose topics. */
  readonly appended: number;
  /** Records that `ingest` dropped, by reason, from its metrics. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Records that `ingest` wrote to the dead letters. */
  readonly ingestDeadLetters: number;
  /** Living and ended protection workflows of this run. */
  readonly workflows: number;
  /** Distinct rows in the column store. */
  readonly outcomeRows: number;
  readonly signalRows: number;
}

/** The sums that must close at every hop. @source architecture notes, section 6 */
export function conservationOf(results: RunResults, counts: RunCounts): Hop[] {
  const { acks, commands, outcomes, signals, targeting } = results;
  const landed = targeting.filter(({ data }) => data.kind === 'event').length;
  const revisions = new Set(signals.map(({ data }) => `${data.id}/${data.revision}`));
  const taken = acceptedSignals(results);
  const answered = matched(
    commands.map(({ data }) => data.id),
    finalAcks(acks),
  );
  const accepted = matched(
    signals.map(({ data }) => data.id),
    new Set(taken.keys()),
  );
  const twice = [...taken.values()].filter((cases) => cases.size > 1).length;
  const defenders = new Set(
    outcomes.filter(({ data }) => data.kind === 'case.opened').map(({ data }) => data.defender),
  );
  const outcomeIds = new Set(outcomes.map(({ data }) => data.id));
  return [
    hop('platform to firehose', 'events emitted, records on the three topics', {
      in: counts.emitted,
      out: { appended: counts.appended },
    }),
    hop('firehose to targeting', 'records read by ingest, what became of each', {
      in: counts.appended,
      out: { landed, ...counts.dropped, 'dead-lettered': counts.ingestDeadLetters },
    }),
    hop('signals to cases', 'signal ids, each accepted by exactly one case', {
      in: new Set(signals.map(({ data }) => data.id)).size,
      out: { 'accepted once': accepted.found - twice },
    }),
    hop('signals to rows', 'revisions of signals, rows in the column store', {
      in: revisions.size,
      out: { rows: counts.signalRows },
    }),
    hop('commands to acks', 'commands to the platform, final answers', {
      in: answered.found + answered.missing,
      out: { answered: answered.found },
    }),
    hop('defenders to workflows', 'defenders with a case, protection workflows', {
      in: defenders.size,
      out: { workflows: counts.workflows },
    }),
    hop('outcomes to rows', 'outcomes, rows in the column store', {
      in: outcomeIds.size,
      out: { rows: counts.outcomeRows },
    }),
  ];
}

/** Cases that took each signal id. */
function acceptedSignals({ outcomes }: RunResults): ReadonlyMap<string, ReadonlySet<string>> {
  const cases = new Map<string, Set<string>>();
  for (const { data } of outcomes) {
    if (data.signal === undefined || data.case === undefined) continue;
    const into = cases.get(data.signal) ?? new Set<string>();
    cases.set(data.signal, into.add(data.case));
  }
  return cases;
}
