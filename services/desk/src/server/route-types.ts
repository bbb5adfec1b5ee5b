import type { ErrorCode } from '@hrd-shield/contracts';
import type { DESK_ROUTES, DeskAct, DeskPurpose, DeskRoute } from '@hrd-shield/contracts/desk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../principal.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Given<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
type Part<Route extends DeskRoute, Name extends keyof DeskRoute> =
  Route extends Readonly<Record<Name, infer Schema>> ? Schema : undefined;

/** A request that was parsed and allowed. */
export interface Asked<Route extends DeskRoute = DeskRoute> {
  readonly params: Parsed<Part<Route, 'params'>>;
  readonly query: Parsed<Part<Route, 'query'>>;
  readonly body: Parsed<Part<Route, 'body'>>;
  readonly principal: Principal;
  readonly purpose: DeskPurpose | undefined;
  /** Epoch ms. */
  readonly now: number;
  /** Receipt code of an incident report, as it was sent. */
  readonly receipt: string;
  /** Version that `If-Match` names. */
  readonly ifVersion: number | undefined;
  /** The bytes of an upload. */
  readonly upload: Buffer;
  /** For the few routes that set cookies. */
  readonly http: { readonly request: FastifyRequest; readonly reply: FastifyReply };
}

/** Done, or refused with a code. */
export type Answered<Body> =
  | {
      readonly ok: true;
      readonly body: Body;
      readonly version?: number;
      /** Where a redirection goes. */
      readonly location?: string;
    }
  | { readonly ok: false; readonly code: ErrorCode };

/** A file that is sent as it is. */
export interface Download {
  readonly type: string;
  readonly bytes: Uint8Array;
}

type BodyOf<Route extends DeskRoute> = Route extends { readonly isDownload: true }
  ? Download
  : Given<Part<Route, 'reply'>>;

export type Handler<Act extends DeskAct> = (
  asked: Asked<(typeof DESK_ROUTES)[Act]>,
) => Promise<Answered<BodyOf<(typeof DESK_ROUTES)[Act]>>>;

/** One handler for every route: neither more nor less. */
export type Handlers = { readonly [Act in DeskAct]: Handler<Act> };
export type HandlersOf<Acts extends DeskAct> = { readonly [Act in Acts]: Handler<Act> };

/** A refusal of a handler; the server answers with the problem of its code. */
export const refuse = (code: ErrorCode) => ({ ok: false, code }) as const;
/** An answer of a handler. @param version goes out as `ETag`, for `If-Match` */
export const done = <Body>(body: Body, version?: number) =>
  version === undefined ? ({ ok: true, body } as const) : ({ ok: true, body, version } as const);
