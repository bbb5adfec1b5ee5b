import { z } from 'zod';
import { REVEAL_PURPOSES } from '../registry-words.ts';
import { ROW_PURPOSES } from '../row-words.ts';

/** Roles that a token can have. */
export const TOKEN_ROLES = ['defender', 'delegate', 'partner', 'helpline'] as const;
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** Roles that a person can be given by the identity provider. */
export const STAFF_ROLES = [
  'observer',
  'responder',
  'shift-lead',
  'intake',
  'registrar',
  'approver',
  'analyst',
  'auditor',
  'steward',
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/**
 * What somebody at the desk may be. People sign in and can have several; `partner`, `helpline` and
 * `platform` are programs with a token; `defender` and `delegate` act for one designation;
 * `anonymous` is whoever comes without an account.
 */
export const DESK_ROLES = ['anonymous', ...TOKEN_ROLES, ...STAFF_ROLES] as const;
export const DeskRole = z.enum(DESK_ROLES);
export type DeskRole = z.infer<typeof DeskRole>;

/** Why somebody opens what is sealed or sees who somebody is; goes into the audit. */
export const DESK_PURPOSES = [
  ...new Set([
    ...(['response', 'intake', 'appeal', 'oversight', 'evaluation', 'review'] as const),
    ...REVEAL_PURPOSES,
    ...ROW_PURPOSES,
  ]),
] as const;
export const DeskPurpose = z.enum(DESK_PURPOSES);
export type DeskPurpose = z.infer<typeof DeskPurpose>;

/** Header that names the purpose. */
export const PURPOSE_HEADER = 'x-shield-purpose';
/** Header that carries the receipt code of an incident report: never part of an address. */
export const RECEIPT_HEADER = 'x-shield-receipt';
/** Header that carries the token against forged requests, where a cookie signs in. */
export const CSRF_HEADER = 'x-csrf-token';
/** Header that names one write, so that it is done once however often it is sent. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
