import type {
  BoardRows,
  Notice,
  NoticeDelivery,
  Outcome,
  ProtectionCommand,
  RemedyOpening,
} from '@hrd-shield/contracts';

/** What one turn asks for together: to be sent, to be recorded, to be shown. */
export interface TurnWork {
  readonly commands: readonly ProtectionCommand[];
  readonly outcomes: readonly Outcome[];
  readonly rows: BoardRows;
}

/** Which parts are done for certain; what is not goes again, on a way of its own. */
export type TurnDone = Readonly<Record<keyof TurnWork, boolean>>;

/**
 * What the workflow asks of the world. Each call may happen more than once: commands and outcomes
 * carry their ids, rows their versions.
 */
export interface ProtectDefenderActivities {
  /**
   * All of one turn in one call, since each call costs the server as much as a whole case may. Never
   * waits long for a part that hangs, and never fails for it: the answer says what is done.
   */
  carryOut(work: TurnWork): Promise<TurnDone>;
  /** In this order, on the log of the platform's commands. */
  sendCommands(commands: readonly ProtectionCommand[]): Promise<void>;
  recordOutcomes(outcomes: readonly Outcome[]): Promise<void>;
  updateBoard(rows: BoardRows): Promise<void>;
  /** One answer for each; a notice that cannot be delivered is an answer, never a fault. */
  notify(notices: readonly Notice[]): Promise<readonly NoticeDelivery[]>;
  /** Starts what looks at harm after a case; each once, by its id. */
  openRemedies(openings: readonly RemedyOpening[]): Promise<void>;
}
