import { type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import type { ResponderPrincipal } from '@hrd-shield/keys';
import type { AuditEntry, AuditLog, Clock } from '@hrd-shield/pipeline';
import type { RemoteCodec, RemotePayload } from '@hrd-shield/temporal';

export interface DecodeDeps {
  readonly audit: AuditLog;
  readonly codec: RemoteCodec;
  /** @throws ShieldError `access.bad-token` */
  readonly principalOf: (token: string) => ResponderPrincipal;
  readonly clock: Clock;
  /** The one namespace whose payloads are opened. */
  readonly namespace: string;
}

export interface DecodeRequest {
  readonly token: string | undefined;
  readonly namespace: string | undefined;
  readonly payloads: readonly RemotePayload[];
}

export type DecodeAnswer =
  | { readonly ok: true; readonly payloads: readonly RemotePayload[] }
  | { readonly ok: false; readonly code: ErrorCode };

const POLICY = 'codec.shift-lead-with-sensitive-clearance';

/**
 * Opens payloads for somebody who may: a shift lead with clearance, never a script. The row is
 * written before anything is opened; a refusal is a row as well.
 * @throws ShieldError `audit.unavailable` | `seal.broken`
 */
export function createDecode(deps: DecodeDeps): (request: DecodeRequest) => Promise<DecodeAnswer> {
  return async ({ namespace, payloads, token }) => {
    if (token === undefined) return { ok: false, code: 'access.no-token' };
    const principal = read(deps, token);
    if (principal === undefined) return { ok: false, code: 'access.bad-token' };
    const isAllowed = mayDecode(principal) && namespace === deps.namespace;
    await deps.audit.append(rowOf(principal, isAllowed, deps.clock.now()));
    if (!isAllowed) return { ok: false, code: 'access.refused' };
    return { ok: true, payloads: await deps.codec.decode(payloads) };
  };
}

function mayDecode({ clearance, role, scripted }: ResponderPrincipal): boolean {
  return role === 'shift-lead' && clearance !== 'standard' && !scripted;
}

function read(deps: DecodeDeps, token: string): ResponderPrincipal | undefined {
  try {
    return deps.principalOf(token);
  } catch (error) {
    if (error instanceof ShieldError && error.code === 'access.bad-token') return undefined;
    throw error;
  }
}

function rowOf(principal: ResponderPrincipal, isAllowed: boolean, at: number): AuditEntry {
  return {
    at,
    principal: principal.responder,
    act: 'payload.decode',
    purpose: 'operation',
    subject: 'workflow-payloads',
    policyIds: [POLICY],
    result: isAllowed ? 'allowed' : 'refused',
    reason: isAllowed ? null : 'access.refused',
  };
}
