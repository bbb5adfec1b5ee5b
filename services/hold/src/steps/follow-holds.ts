import { decodeRecord, HoldRecord } from '@hrd-shield/contracts';
import { headersOf, type LogReader, type SourceRecord } from '@hrd-shield/pipeline';

export interface FollowHoldsDeps {
  readonly reader: LogReader;
  readonly take: (record: HoldRecord) => void;
  /** Told of a record that cannot be read. */
  readonly onRefused: () => void;
}

/**
 * Follows how holds begin and end, here and in other processes.
 * @returns once everything told so far is taken
 */
export function followHolds(deps: FollowHoldsDeps): Promise<void> {
  return deps.reader.start((records) => {
    for (const record of records) {
      const hold = read(record);
      if (hold === undefined) deps.onRefused();
      else deps.take(hold);
    }
  });
}

function read(record: SourceRecord): HoldRecord | undefined {
  const decoded = decodeRecord({ ...record, headers: headersOf(record) });
  if (!decoded.ok) return undefined;
  const hold = HoldRecord.safeParse(decoded.event.data);
  return hold.success ? hold.data : undefined;
}
