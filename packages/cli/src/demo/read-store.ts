import { type Clickhouse, clickhouseConfigOf, createClickhouse } from '@hrd-shield/clickhouse';
import { z } from 'zod';
import type { DemoInstallation } from './installation.ts';

const Counted = z.object({ found: z.coerce.number() });

/** The column store of the run. */
export function openStore(at: DemoInstallation): Clickhouse {
  return createClickhouse(clickhouseConfigOf(at.clickhouseUrl));
}

/** Distinct outcomes and signals as queried. */
export async function countRows(
  store: Clickhouse,
): Promise<{ readonly outcomes: number; readonly signals: number }> {
  const countOf = async (view: 'outcome_facts' | 'signal_facts'): Promise<number> => {
    const rows = await store.query({
      sql: `SELECT count() AS found FROM ${view}`,
      parse: (row) => Counted.parse(row).found,
    });
    return rows[0] ?? 0;
  };
  const [outcomes, signals] = await Promise.all([
    countOf('outcome_facts'),
    countOf('signal_facts'),
  ]);
  return { outcomes, signals };
}
