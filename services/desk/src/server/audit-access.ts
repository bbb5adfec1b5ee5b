import type { ErrorCode } from '@hrd-shield/contracts';
import type { DeskAct, DeskPurpose, DeskRoute } from '@hrd-shield/contracts/desk';
import type { AuditEntry, AuditLog } from '@hrd-shield/pipeline';
import type { Principal } from '../principal.ts';

const PSEUDONYM = /^[a-z]_[A-Za-z0-9_-]{22}$/;

/** Somebody wants to do something. */
export interface Access {
  readonly act: DeskAct;
  readonly route: DeskRoute;
  readonly principal: Principal;
  readonly params: unknown;
  readonly purpose: DeskPurpose | undefined;
  readonly policyIds: readonly string[];
  readonly now: number;
}

/** Rows of the audit about one access. */
export interface AccessAudit {
  /** Before it is done. @throws ShieldError `audit.unavailable`: then it is not done */
  allowed(access: Access): Promise<void>;
  refused(access: Access, code: ErrorCode): Promise<void>;
  failed(access: Access, code: ErrorCode): Promise<void>;
}

/** Writes to the audit chain. @throws ShieldError `audit.unavailable`: then nothing is answered */
export function createAccessAudit(log: AuditLog): AccessAudit {
  const append = async (
    access: Access,
    result: AuditEntry['result'],
    reason: ErrorCode | null,
  ): Promise<void> => {
    await log.append({
      at: access.now,
      principal: access.principal.name,
      act: `desk.${wordsOf(access.act)}`,
      purpose: access.purpose ?? null,
      subject: subjectOf(access.params),
      policyIds: access.policyIds,
      result,
      reason,
    });
  };
  return {
    allowed: async (access) => {
      if (access.route.audit === 'every-use') await append(access, 'allowed', null);
    },
    refused: async (access, code) => {
      // Whoever comes without an account could fill the chain: the log and a counter tell of them.
      if (access.principal.kind === 'anonymous') return;
      await append(access, 'refused', code);
    },
    failed: (access, code) => append(access, 'failed', code),
  };
}

/** `decideTask` is `decide-task`. */
function wordsOf(act: string): string {
  return act.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The first reference in the address. */
function subjectOf(params: unknown): string | null {
  const values = Object.values((params ?? {}) as Readonly<Record<string, unknown>>);
  const found = values.find((value) => typeof value === 'string' && PSEUDONYM.test(value));
  return typeof found === 'string' ? found : null;
}
