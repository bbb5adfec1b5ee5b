import { type Clickhouse, writePopulation } from '@hrd-shield/clickhouse';
import { DesignationRecord } from '@hrd-shield/contracts';
import { type Clock, dataOf, type LogReader, type SourceRecord } from '@hrd-shield/pipeline';

export interface CountDeps {
  /** Of designations. */
  readonly reader: LogReader;
  readonly store: Clickhouse;
  readonly clock: Clock;
  readonly onFault: (fault: unknown) => void;
}

/** Counts how many designations are active, day by day. */
export interface DesignationCounter {
  /** @throws ShieldError of the log */
  start(): Promise<void>;
  stop(): Promise<void>;
}

type Known = Pick<DesignationRecord, 'version' | 'state' | 'probe' | 'expiresAt'>;

/**
 * Records how many designations are active on each day: the exposure of false alarms. A count and
 * nothing else leaves it; what recognises or protects anybody stays sealed, since `record` has no key.
 * Several processes count alike, and the later count of a day replaces the earlier. Bounded by the
 * number of designations.
 */
export function createDesignationCounter(deps: CountDeps, everyMs: number): DesignationCounter {
  const known = new Map<string, Known | 'erased'>();
  let timer: NodeJS.Timeout | undefined;

  function take(record: SourceRecord): void {
    const ref = record.key?.toString();
    if (ref === undefined) return;
    if (record.value === null) {
      known.set(ref, 'erased');
      return;
    }
    const next = dataOf(record, DesignationRecord);
    const before = known.get(ref);
    if (next === undefined || before === 'erased') return;
    if (before !== undefined && before.version >= next.version) return;
    const { expiresAt, probe, state, version } = next;
    known.set(ref, { expiresAt, probe, state, version });
  }

  async function count(): Promise<void> {
    const at = deps.clock.now();
    const defenders = [...known.values()].filter((one) => isActive(one, at)).length;
    const day = new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length);
    await writePopulation(deps.store, [{ day, defenders, at }]);
  }

  // A store that is away is counted for at the next turn; the day keeps its last count.
  const countSafely = (): Promise<void> => count().catch(deps.onFault);

  return {
    start: async () => {
      await deps.reader.start((records) => {
        for (const record of records) take(record);
      });
      await countSafely();
      timer = setInterval(() => void countSafely(), everyMs);
    },
    stop: async () => {
      clearInterval(timer);
      await deps.reader.stop();
    },
  };
}

/** Test accounts are nobody. */
function isActive(one: Known | 'erased', at: number): boolean {
  return one !== 'erased' && one.state === 'active' && !one.probe && one.expiresAt > at;
}
