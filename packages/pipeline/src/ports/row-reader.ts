import type { RowsSubject } from '@hrd-shield/domain/registry';

/** One value of a row; times are ISO text. */
export type RowValue = string | number | boolean | null;

/** What was read of the record. */
export interface RowsRead {
  readonly rows: readonly Readonly<Record<string, RowValue>>[];
  /** False where there were more rows than may be read. */
  readonly isComplete: boolean;
  /** SHA-256 of the statement and what was bound to it, hex. */
  readonly digest: string;
}

/** Single rows of the record, by an account that reads nothing else. */
export interface RowReader {
  /** False where there is no such account, or the store would not answer. */
  isReady(): Promise<boolean>;
  /** @throws ShieldError `clickhouse.unavailable` | `clickhouse.refused` */
  read(asked: Pick<RowsSubject, 'columns' | 'rowsMax' | 'slice' | 'table'>): Promise<RowsRead>;
}
