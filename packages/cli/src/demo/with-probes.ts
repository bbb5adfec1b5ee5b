import { DATA_CLASSES, TOPICS } from '@hrd-shield/contracts';
import { type KnownEvent, probeAccounts, probeEvents } from '@hrd-shield/emitter';
import { DesignationEntry, type PlacedEntry } from '@hrd-shield/registry';

const HOUR_MS = 3_600_000;

/** A stream in order of event time, and who is designated in it. */
interface Playable {
  readonly entries: readonly PlacedEntry[];
  readonly startAt: number;
  readonly endAt: number;
  readonly eventCount: number;
  events(): Iterable<KnownEvent> | AsyncIterable<KnownEvent>;
}

/**
 * Adds the platform's test accounts: designated as probes, with one known event on every partition
 * each hour of event time (some seconds of the wall clock), so that coverage is proved.
 */
export function withProbes<T extends Playable>(
  source: T,
  like: { readonly reviewers: readonly string[]; readonly expiresAt: string },
): T {
  const accounts = probeAccounts('shield-probe', TOPICS.contentEvents.partitions);
  const hours = Math.floor((source.endAt - source.startAt) / HOUR_MS);
  const perHour = probeEvents(accounts, source.startAt).length;
  const entries = accounts.map(
    (account, index): PlacedEntry => ({
      place: source.entries.length + index + 1,
      entry: DesignationEntry.parse({
        account,
        allowedMeasures: [],
        dataClasses: DATA_CLASSES,
        language: 'en',
        probe: true,
        ...like,
      }),
    }),
  );
  return {
    ...source,
    entries: [...source.entries, ...entries],
    eventCount: source.eventCount + hours * perHour,
    events: () => interleave(source, { accounts, hours }),
  };
}

/** Keeps the order of event time: the known events of an hour come as the stream passes it. */
async function* interleave(
  source: Playable,
  probes: { readonly accounts: readonly string[]; readonly hours: number },
): AsyncGenerator<KnownEvent> {
  let hour = 1;
  const nextAt = () => source.startAt + hour * HOUR_MS;
  for await (const event of source.events()) {
    for (; hour <= probes.hours && event.at >= nextAt(); hour += 1) {
      yield* probeEvents(probes.accounts, nextAt());
    }
    yield event;
  }
  for (; hour <= probes.hours; hour += 1) yield* probeEvents(probes.accounts, nextAt());
}
