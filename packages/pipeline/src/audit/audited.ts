import type { AuditEntry, AuditLog } from '../ports/audit-log.ts';

/**
 * Does what needs a row: the row first, then the act. Without the row nothing is done; an act that
 * fails afterwards gets a second row that says so.
 * @throws ShieldError `audit.unavailable` before anything was done, or what `act` throws
 */
export async function audited<Result>(
  log: AuditLog,
  entry: Omit<AuditEntry, 'result'>,
  act: () => Promise<Result>,
): Promise<Result> {
  await log.append({ ...entry, result: 'allowed' });
  try {
    return await act();
  } catch (error) {
    await log.append({ ...entry, result: 'failed', reason: 'act-failed' });
    throw error;
  }
}
