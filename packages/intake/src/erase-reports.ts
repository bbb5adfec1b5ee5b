import type { Clock, KeyStore, ReportEnds } from '@hrd-shield/pipeline';

export interface EraseReportsDeps {
  readonly reports: ReportEnds;
  readonly keys: Pick<KeyStore, 'destroy'>;
  readonly clock: Clock;
  /** How long a closed report is kept, ms. */
  readonly keptMs: number;
}

/** Reports of one look. */
const BATCH_COUNT = 50;

/**
 * Erases reports that were closed long enough ago. The key goes first: what a crash in between, or
 * a restored backup, leaves behind opens for nobody, and the next round empties it.
 * @returns how many were erased
 * @throws ShieldError `postgres.*` | `keys.unavailable`
 */
export async function eraseReports(deps: EraseReportsDeps): Promise<number> {
  const { clock, keptMs, keys, reports } = deps;
  let erased = 0;
  for (;;) {
    const now = clock.now();
    const due = await reports.due(now - keptMs, BATCH_COUNT);
    for (const { id, sealedUnder } of due) {
      await keys.destroy(sealedUnder);
      await reports.erase(id, now);
    }
    erased += due.length;
    if (due.length < BATCH_COUNT) return erased;
  }
}
