import { createHash } from 'node:crypto';
import type { RunRecord } from '../run/run-record.ts';
import { eachRecord } from './run-store.ts';

/** Hash of everything that a run came to; how long it took to compute is not part of it. */
export function digestOf({ computeMs: _, ...record }: RunRecord): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('base64url');
}

/** What other code made of the same runs, by key: what code that is only faster must make again. */
export class EarlierRecords {
  readonly #digests = new Map<string, string>();

  /** @param path a file of run records, a line each */
  static async read(path: string): Promise<EarlierRecords> {
    const earlier = new EarlierRecords();
    for await (const record of eachRecord(path)) {
      earlier.#digests.set(record.key, digestOf(record));
    }
    return earlier;
  }

  /** @throws RangeError where the record is another one, or was never made */
  require(record: RunRecord): void {
    const digest = this.#digests.get(record.key);
    if (digest === digestOf(record)) return;
    const what = digest === undefined ? 'has no earlier record' : 'came out otherwise than before';
    throw new RangeError(`the run ${record.key} ${what}`);
  }
}
