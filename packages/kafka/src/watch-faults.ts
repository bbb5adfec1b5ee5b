import type { ShieldError } from '@hrd-shield/contracts';
import { isFatal } from './session-faults.ts';

/** Faults of the log: told one by one, and a promise that ends the service when one is final. */
export interface FaultWatch {
  onFault(fault: ShieldError): void;
  /** Rejects at the first fault that no retry mends. */
  readonly failed: Promise<never>;
}

/** @param report told of every fault */
export function watchFaults(report: (fault: ShieldError) => void): FaultWatch {
  let giveUp: (fault: ShieldError) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  // Whoever runs the service waits for it; nobody else need.
  failed.catch(() => undefined);
  return {
    failed,
    onFault(fault) {
      report(fault);
      if (isFatal(fault)) giveUp(fault);
    },
  };
}
