import { z } from 'zod';
import { field } from '../field.ts';
import { DefenderRef, Sealed, TaskId } from '../ids.ts';
import { EpochMs } from '../units.ts';
import { DeskPurpose } from './access.ts';
import { PageQuery, pageOf } from './page.ts';
import { routes } from './route.ts';

const AuditRowShown = z.object({
  seq: z.number().int(),
  at: EpochMs,
  principal: z.string(),
  act: z.string(),
  purpose: z.string().nullable(),
  subject: z.string().nullable(),
  policyIds: z.array(z.string()),
  result: z.string(),
  reason: z.string().nullable(),
  hash: z.string(),
});

const ORDINAL_MAX = 10_000;
/** Sealed values of one request. */
export const UNSEAL_ITEMS_MAX = 200;
const SEALED_CHARS_MAX = 65_536;
const UNSEAL_BYTES_MAX = 8_388_608;

/** Opening what is sealed, the rules in force, benchmarks, and the audit. */
export const OVERSIGHT_ROUTES = routes({
  readNote: {
    method: 'GET',
    path: '/v1/tasks/{task}/notes/{ordinal}',
    summary: 'Opens the note of one decision, with a purpose; counts as exposure',
    resource: 'Evidence',
    status: 200,
    params: z.strictObject({
      task: TaskId,
      ordinal: z.coerce.number().int().min(0).max(ORDINAL_MAX),
    }),
    reply: z.object({ text: field(z.string(), 'what was sealed', 'content') }),
    audit: 'every-use',
  },
  unseal: {
    method: 'POST',
    path: '/v1/unseal',
    summary: 'Opens sealed values under your name, with a purpose; each defender is recorded first',
    resource: 'Evidence',
    status: 200,
    body: z.strictObject({
      purpose: DeskPurpose,
      bulk: field(z.boolean().optional(), 'more than a few defenders are meant', 'plain'),
      items: z
        .array(
          z.strictObject({
            defender: DefenderRef,
            sealPurpose: z
              .string()
              .regex(/^[a-z][a-z-]*$/)
              .max(64),
            sealed: Sealed.max(SEALED_CHARS_MAX),
          }),
        )
        .min(1)
        .max(UNSEAL_ITEMS_MAX),
    }),
    bodyBytesMax: UNSEAL_BYTES_MAX,
    reply: z.object({
      items: z.array(
        z.union([
          z.object({ plain: field(z.string(), 'base64 of what was sealed', 'content') }),
          z.object({ code: z.string() }),
        ]),
      ),
    }),
    audit: 'every-use',
  },
  listPolicies: {
    method: 'GET',
    path: '/v1/policies',
    summary: 'Rules in force, by name and hash, those of access among them',
    resource: 'Policy',
    status: 200,
    reply: z.object({ policies: z.array(z.object({ name: z.string(), hash: z.string() })) }),
    audit: 'refusals',
  },
  listBenchmarks: {
    method: 'GET',
    path: '/v1/benchmarks',
    summary: 'Benchmarks: by what outcomes are judged',
    resource: 'Benchmark',
    status: 200,
    reply: z.object({
      benchmarks: z.array(z.object({ id: z.string(), version: z.string(), title: z.string() })),
    }),
    audit: 'refusals',
  },
  listAudit: {
    method: 'GET',
    path: '/v1/audit',
    summary: 'Rows of the audit, the latest first',
    resource: 'Audit',
    status: 200,
    query: PageQuery,
    reply: pageOf(AuditRowShown),
    audit: 'every-use',
  },
  verifyAudit: {
    method: 'GET',
    path: '/v1/audit/verification',
    summary: 'Whether the chain holds from its first row to its last',
    resource: 'Audit',
    status: 200,
    reply: z.object({ holds: z.boolean(), rows: z.number().int(), fault: z.string().optional() }),
    audit: 'every-use',
  },
  readApi: {
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This document',
    resource: 'Desk',
    status: 200,
    reply: z.record(z.string(), z.unknown()),
    audit: 'refusals',
  },
});
