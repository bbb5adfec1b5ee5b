import type { MachineAudit } from '@hrd-shield/contracts';

/** Accounts for what a process opens, in aggregate: there are a thousand openings a second. */
export interface MachineBook {
  /**
   * To be called before each opening. The first of a span under a purpose is durable when it
   * returns; the others are counted.
   * @throws ShieldError `audit.unavailable`: nothing may be opened
   */
  note(purpose: string): void;
}

/** A span that is over, with what was opened in it. */
export interface ClosedWindow {
  readonly audits: readonly MachineAudit[];
  /** Forgets it, once the audit store or the log has it. @throws ShieldError `audit.unavailable` */
  drop(): void;
}

/** A book on the own disk: protection goes on while the log or the audit store is away. */
export interface MachineSpool extends MachineBook {
  /**
   * Spans that are over, oldest first, those of a process that died among them.
   * @throws ShieldError `audit.unavailable`
   */
  closed(): readonly ClosedWindow[];
  /** Ends the span of this moment, so that it is among the closed ones. */
  end(): void;
}
