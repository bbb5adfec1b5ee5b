import {
  DeskPurpose,
  type DeskRoute,
  PURPOSE_HEADER,
  RECEIPT_HEADER,
} from '@hrd-shield/contracts/desk';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

const PLACES_MAX = 20;
const E_TAG = /^"v(\d{1,15})"$/;
/** Crockford's base 32 in groups: 26 characters hold 130 bits. */
const RECEIPT = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** The parts of a request as their schemas made them. */
export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly receipt: string;
  readonly ifVersion: number | undefined;
  readonly upload: Buffer;
}

export type Parse =
  | { readonly ok: true; readonly request: ParsedRequest }
  | { readonly ok: false; readonly places: readonly string[] };

/** Parses a request by the schemas of its route; faults name places, never values. */
export function parseRequest(route: DeskRoute, request: FastifyRequest): Parse {
  const places: string[] = [];
  const take = (name: string, schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) places.push(placeOf(name, issue.path));
    return undefined;
  };
  const params = take('path', route.params, request.params);
  const query = take('query', route.query, request.query);
  const body = take('body', route.body, request.body);
  const upload = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (route.isUpload === true && upload.length === 0) places.push('body');
  const receipt = receiptOf(request.headers[RECEIPT_HEADER]);
  if (route.receipt === true && receipt === '') places.push('header.receipt');
  const ifVersion = versionOf(request.headers['if-match']);
  if (places.length > 0) return { ok: false, places: [...new Set(places)].slice(0, PLACES_MAX) };
  return {
    ok: true,
    request: {
      params,
      query,
      body,
      receipt,
      ifVersion,
      upload,
    },
  };
}

/**
 * Why it is asked: by header, or beside what is to be opened. Read before anything else of a
 * request, since whether it is allowed depends on it.
 */
export function purposeOf(request: FastifyRequest): DeskPurpose | undefined {
  const inBody = (request.body as { readonly purpose?: unknown } | null | undefined)?.purpose;
  return DeskPurpose.safeParse(request.headers[PURPOSE_HEADER] ?? inBody).data;
}

/** Only names of the schema: a key that was made up could be about a person. */
function placeOf(name: string, path: readonly PropertyKey[]): string {
  const known = path.map((part) => (typeof part === 'number' ? '#' : String(part)));
  const place = [name, ...known].join('.');
  return /^[A-Za-z0-9.#]{1,120}$/.test(place) ? place : name;
}

function versionOf(header: string | undefined): number | undefined {
  const match = header === undefined ? null : E_TAG.exec(header);
  return match === null ? undefined : Number(match[1]);
}

/** As people type it: in groups, in either case. */
function receiptOf(header: string | readonly string[] | undefined): string {
  if (typeof header !== 'string') return '';
  const code = header.replaceAll('-', '').replaceAll(' ', '').toUpperCase();
  return RECEIPT.test(code) ? code : '';
}
