import type { z } from 'zod';

type Shape = z.ZodObject;

/** One route of the API: the server, its document, its table of access and its tests come from it. */
export interface DeskRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Variables in braces. */
  readonly path: string;
  readonly summary: string;
  readonly resource: DeskResource;
  /** Status of what is well. */
  readonly status: 200 | 201 | 202 | 204 | 302;
  readonly params?: Shape;
  readonly query?: Shape;
  readonly body?: z.ZodType;
  /** Largest body, bytes; the default of the server when absent. */
  readonly bodyBytesMax?: number;
  /** The body is a file, not JSON. */
  readonly isUpload?: true;
  /** The answer is a file, not JSON. */
  readonly isDownload?: true;
  readonly reply?: z.ZodType;
  /** A write takes `Idempotency-Key`, and its answer is kept. */
  readonly once?: true;
  /** The answer has an `ETag`; a write needs `If-Match`. */
  readonly versioned?: true;
  /** The receipt code of an incident report comes in its header. */
  readonly receipt?: true;
  /**
   * What the audit keeps: every use, or refusals alone. Everything that shows or changes something
   * about a person is kept.
   */
  readonly audit: 'every-use' | 'refusals';
}

/** What routes are about. */
export const DESK_RESOURCES = [
  'Desk',
  'Session',
  'Actor',
  'Task',
  'Case',
  'Evidence',
  'Measure',
  'Hold',
  'Remedy',
  'Designation',
  'Partner',
  'IncidentReport',
  'Rota',
  'Token',
  'Policy',
  'Benchmark',
  'Review',
  'Record',
  'Audit',
] as const;
export type DeskResource = (typeof DESK_RESOURCES)[number];

/** Keeps the exact type of a table of routes. */
export function routes<const Table extends Readonly<Record<string, DeskRoute>>>(
  table: Table,
): Table {
  return table;
}
