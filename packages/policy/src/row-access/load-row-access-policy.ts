import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ROW_PURPOSES,
  ROW_SLICES,
  ROW_TABLE_NAMES,
  ROW_TABLES,
  sha256Hex,
} from '@hrd-shield/contracts';
import type { RowAccessPolicy } from '@hrd-shield/domain/registry';
import { z } from 'zod';
import { quantity } from '../detection/quantity.ts';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'row-access.yaml';
const DAY_MS = 86_400_000;
/** What one request may ever bring out: more is an export, and the account of the store refuses it. */
const ROWS_MAX = 1_000;
/** More than a month is not a slice. */
const WINDOW_DAYS_MAX = 31;

const text = z.string().min(1);
const whole = (most: number) => quantity(z.number().int().positive().max(most));

/** The file `rules/row-access.yaml`. */
export const RowAccessRules = z
  .strictObject({
    version: text,
    bounds: z.strictObject({
      windowDays: whole(WINDOW_DAYS_MAX),
      rowsMax: whole(ROWS_MAX),
      requestsPerDay: whole(1_000),
      reasonCharsMin: whole(1_000),
      reasonCharsMax: whole(1_000),
    }),
    purposes: z.array(
      z.strictObject({
        id: z.enum(ROW_PURPOSES),
        words: text,
        legalBasis: text,
        owner: text,
        slices: z.array(z.enum(ROW_SLICES)).min(1),
        columns: z.partialRecord(z.enum(ROW_TABLE_NAMES), z.array(text).min(1)),
      }),
    ),
  })
  .refine(
    ({ purposes }) =>
      ROW_PURPOSES.every((id) => purposes.filter((each) => each.id === id).length === 1),
    { error: 'every purpose is there once' },
  )
  .refine(({ bounds }) => bounds.reasonCharsMin < bounds.reasonCharsMax, {
    error: 'a reason may be longer than its least',
  })
  .refine(
    ({ purposes }) =>
      purposes.every(({ columns }) =>
        ROW_TABLE_NAMES.every((table) => {
          const known: readonly string[] = ROW_TABLES[table];
          return (columns[table] ?? []).every((column) => known.includes(column));
        }),
      ),
    { error: 'a purpose names only columns that may leave' },
  );

/**
 * @param dir folder with `row-access.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadRowAccessPolicy(dir: string = RULES): RowAccessPolicy {
  const source = readRuleText(join(dir, FILE), FILE);
  const { bounds, purposes } = parseRules(RowAccessRules, source, FILE);
  const { reasonCharsMax, reasonCharsMin, requestsPerDay, rowsMax, windowDays } = bounds;
  return {
    hash: sha256Hex(source),
    windowMs: windowDays * DAY_MS,
    rowsMax,
    requestsPerDay,
    reasonChars: { least: reasonCharsMin, most: reasonCharsMax },
    purposes: new Map(
      purposes.map(({ columns, id, legalBasis, slices }) => [id, { columns, legalBasis, slices }]),
    ),
  };
}
