import type { CaseId, DefenderRef, ErrorCode, RequestId } from '@hrd-shield/contracts';
import { labelOf, type Party, type RegistryPolicy } from '@hrd-shield/domain/registry';
import type { AuditEntry, AuditLog, Clock, LifeStore, RequestStore } from '@hrd-shield/pipeline';
import type { DesignationSealer } from '../ports.ts';

/** What the use cases of the registry stand on. */
export interface UseDeps {
  readonly lives: LifeStore;
  readonly requests: RequestStore;
  readonly sealer: DesignationSealer;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly policy: RegistryPolicy;
  /** Measures that act on the defender's own side alone. */
  readonly ownSideMeasures: ReadonlySet<string>;
  readonly newRequestId: () => RequestId;
}

/** Done, or refused with a code; faults of the world are thrown. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode };

/** What was asked for, done. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** A refusal as a value, for people who may be told why. */
export function refusedWith(code: ErrorCode): { readonly ok: false; readonly code: ErrorCode } {
  return { ok: false, code };
}

/** An act on the registry as the audit keeps it; pseudonyms and words only. */
export function auditOf(
  act: string,
  by: Party,
  about: {
    readonly at: number;
    readonly subject: CaseId | DefenderRef | RequestId | null;
    readonly purpose?: string;
    readonly refusal?: ErrorCode;
    /** What was done, where it was. */
    readonly detail?: string;
  },
): AuditEntry {
  const { at, detail, purpose, refusal, subject } = about;
  return {
    at,
    principal: by.kind === 'defender' && subject !== null ? subject : labelOf(by),
    act: `registry.${act}`,
    purpose: purpose ?? null,
    subject,
    policyIds: [],
    result: refusal === undefined ? 'allowed' : 'refused',
    reason: refusal ?? detail ?? null,
  };
}
