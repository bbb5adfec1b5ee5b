import { buildFacts, clickhouseConfigOf, createClickhouse } from '@hrd-shield/clickhouse';
import { loadSufficientSets } from '@hrd-shield/policy';
import type { ReadRows } from '@hrd-shield/reporting';
import { SETTINGS } from '@hrd-shield/runtime';
import type { Shell } from '../shell/shell.ts';

/** Recorded facts, open for reading. */
export interface Facts {
  readonly readRows: ReadRows;
  /** Builds one row a case, measure and task from what was recorded up to now. */
  build(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the column store that the settings name, or that of the running local stack. */
export async function openFacts(shell: Shell): Promise<Facts> {
  const { clickhouseUrl } = await shell.settings({ clickhouseUrl: SETTINGS.clickhouseUrl });
  const store = createClickhouse(clickhouseConfigOf(clickhouseUrl));
  return {
    readRows: (sql, params) =>
      store.query({ sql, params, parse: (row) => row as Readonly<Record<string, unknown>> }),
    build: () => buildFacts(store, loadSufficientSets(), Date.now()),
    close: () => store.close(),
  };
}

/**
 * An instant of the command line.
 * @returns epoch ms; `now` where none was given; undefined where it is not an instant
 */
export function instantOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return now;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
