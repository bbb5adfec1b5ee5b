import type { DefenderRef, ReportId } from '@hrd-shield/contracts';

/** Closed reports, until nothing of what was written in them is left. */
export interface ReportEnds {
  /**
   * Closed by then and told to their clocks and to the record, the oldest first.
   * @param closedBefore epoch ms
   * @throws ShieldError `postgres.*`
   */
  due(
    closedBefore: number,
    limit: number,
  ): Promise<readonly { readonly id: ReportId; readonly sealedUnder: DefenderRef }[]>;
  /** Empties the report and its conversation; codes, times and counts stay. @param at epoch ms */
  erase(id: ReportId, at: number): Promise<void>;
}
