import { HoldRecord } from '@hrd-shield/contracts';
import { dataOf, type LogReader } from '@hrd-shield/pipeline';

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
      const hold = dataOf(record, HoldRecord);
      if (hold === undefined) deps.onRefused();
      else deps.take(hold);
    }
  });
}
