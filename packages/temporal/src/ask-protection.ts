import { type DefenderRef, type ErrorCode, protectDefenderWorkflowId } from '@hrd-shield/contracts';
import type { TemporalConnection } from './connect.ts';
import { refusalIn, toShieldError } from './to-shield-error.ts';

/** Taken, or refused with a code: never both, never thrown. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly code: ErrorCode };

/** One update to the protection of one defender. */
export interface ProtectionUpdate {
  readonly defender: DefenderRef;
  readonly update: string;
  readonly argument: unknown;
  /** What a protection that is over is said to lack. */
  readonly whenGone?: ErrorCode;
}

/** Asks a living protection. @throws ShieldError `temporal.*` */
export async function askProtection(
  to: TemporalConnection,
  { argument, defender, update, whenGone }: ProtectionUpdate,
): Promise<Answer> {
  try {
    await to.client.workflow
      .getHandle(protectDefenderWorkflowId(defender))
      .executeUpdate<unknown, [unknown]>(update, { args: [argument] });
    return { ok: true };
  } catch (error) {
    const code = refusalIn(error, whenGone);
    if (code !== undefined) return { ok: false, code };
    throw toShieldError(error);
  }
}
