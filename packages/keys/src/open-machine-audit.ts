import { topicName } from '@hrd-shield/contracts';
import { keepShipping, type MachineBook, type RecordSink } from '@hrd-shield/pipeline';
import { openMachineSpool } from './machine-spool.ts';

export interface MachineAuditWiring {
  readonly service: string;
  readonly config: {
    readonly auditDir: string | undefined;
    readonly auditWindowMs: number;
    readonly keysDir: string;
    readonly topicPrefix: string;
  };
  readonly now: () => number;
  /** Told that accounts wait on the disk. */
  readonly onWaiting: (fault: unknown) => void;
}

/** How a process accounts for what it opens. */
export interface MachineAuditTrail {
  /** For the sealers of the process. */
  readonly book: MachineBook;
  /** Begins to hand on what is over. */
  start(sink: RecordSink): void;
  /** What was opened until now is counted on the disk, for the next start. */
  end(): void;
}

/** Wires the spool of a process to the log. */
export function openMachineAudit(wiring: MachineAuditWiring): MachineAuditTrail {
  const { config, now, onWaiting, service } = wiring;
  const { auditDir: dir, auditWindowMs: windowMs, keysDir, topicPrefix } = config;
  const spool = openMachineSpool({ dir, keysDir, service, windowMs, now });
  const topic = topicName('machineAudit', topicPrefix);
  let end = (): void => undefined;
  return {
    book: spool,
    start: (sink) => {
      end = keepShipping({ spool, sink, topic }, { everyMs: windowMs, onFault: onWaiting });
    },
    end: () => end(),
  };
}
