import { z } from 'zod';
import { field } from '../field.ts';
import { RequestId } from '../ids.ts';
import { ROW_TABLE_NAMES } from '../row-words.ts';
import { RevealShown, RowSlice } from './reveal-shown.ts';
import { routes } from './route.ts';

/** More than any reason of the rules, so that the rule and not the door says what does not fit. */
const REASON_CHARS_MAX = 1_000;

/** Single rows of the record: the purpose is that of the request, agreement that of reveals. */
export const ROW_ROUTES = routes({
  requestRows: {
    method: 'POST',
    path: '/v1/row-requests',
    summary: 'Asks to read the rows of a bounded slice of the record; another person has to agree',
    resource: 'Record',
    status: 201,
    body: z.strictObject({
      table: z.enum(ROW_TABLE_NAMES),
      slice: RowSlice,
      reason: field(
        z.string().min(1).max(REASON_CHARS_MAX),
        'why, without names, accounts, addresses or references',
        'content',
      ),
    }),
    reply: z.object({ request: RevealShown }),
    once: true,
    audit: 'every-use',
  },
  readRows: {
    method: 'POST',
    path: '/v1/row-requests/{request}/rows',
    summary: 'The rows, once and soon, by whoever asked; counted in the audit before they leave',
    resource: 'Record',
    status: 200,
    params: z.strictObject({ request: RequestId }),
    reply: z.object({
      table: z.enum(ROW_TABLE_NAMES),
      columns: z.array(z.string()),
      rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
      isComplete: field(z.boolean(), 'false where there were more rows than may be read', 'plain'),
      digest: field(z.string(), 'SHA-256 of the query, hex, as the audit has it', 'plain'),
    }),
    audit: 'every-use',
  },
});
