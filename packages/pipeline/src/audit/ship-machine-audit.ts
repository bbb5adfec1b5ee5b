import { encodeBinary, machineAuditEvent } from '@hrd-shield/contracts';
import { keepRound } from '../keep-round.ts';
import type { MachineSpool } from '../ports/machine-spool.ts';
import type { RecordSink } from '../ports/record-sink.ts';

export interface ShipDeps {
  readonly spool: Pick<MachineSpool, 'closed' | 'end'>;
  readonly sink: RecordSink;
  readonly topic: string;
}

/**
 * Hands spans that are over to the log; what the log does not take stays on the disk.
 * @returns spans that the log has now
 * @throws ShieldError `kafka.*` | `audit.unavailable`
 */
export async function shipMachineAudit({ sink, spool, topic }: ShipDeps): Promise<number> {
  let shipped = 0;
  for (const window of spool.closed()) {
    const records = window.audits.map((audit) => ({
      topic,
      ...encodeBinary(machineAuditEvent(audit), audit.service),
    }));
    if (records.length > 0) await sink.send(records);
    window.drop();
    shipped += 1;
  }
  return shipped;
}

/**
 * Ships now and then again, each time some while after the end of the one before.
 * @returns ends it; what was opened until then is counted on the disk, for the next start
 */
export function keepShipping(
  deps: ShipDeps,
  to: { readonly everyMs: number; readonly onFault: (fault: unknown) => void },
): () => void {
  const ship = async (): Promise<void> => {
    await shipMachineAudit(deps);
  };
  const round = keepRound(to.everyMs, ship, to.onFault);
  return () => {
    void round.stop();
    try {
      deps.spool.end();
    } catch (fault) {
      to.onFault(fault);
    }
  };
}
