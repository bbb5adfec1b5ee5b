import { MachineAudit } from '@hrd-shield/contracts';
import type { AuditEntry, AuditLog } from '../ports/audit-log.ts';
import type { SourceRecord } from '../ports/record-source.ts';
import { dataOf } from '../read-data.ts';

/** The row of one count. A row that was written twice bears the same window. */
export function machineEntry(audit: MachineAudit): AuditEntry {
  return {
    at: audit.until,
    principal: `service:${audit.service}`,
    act: 'machine.unseal',
    purpose: audit.purpose,
    subject: `openings:${audit.openings ?? 'unknown'}`,
    policyIds: [],
    result: 'allowed',
    reason: `window:${audit.window}`,
  };
}

/**
 * Adds what machines opened to the chain, in the order of the log.
 * @returns records that are no count
 * @throws ShieldError `audit.unavailable`
 */
export async function landMachineAudit(
  records: readonly SourceRecord[],
  log: AuditLog,
): Promise<number> {
  let refused = 0;
  for (const record of records) {
    const audit = dataOf(record, MachineAudit);
    if (audit === undefined) refused += 1;
    else await log.append(machineEntry(audit));
  }
  return refused;
}
