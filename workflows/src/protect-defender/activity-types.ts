import type {
  BoardRows,
  Notice,
  NoticeDelivery,
  Outcome,
  ProtectionCommand,
  RemedyOpening,
} from '@hrd-shield/contracts';

/**
 * What the workflow asks of the world. Each call may happen more than once: commands and outcomes
 * carry their ids, rows their versions.
 */
export interface ProtectDefenderActivities {
  /** In this order, on the log of the platform's commands. */
  sendCommands(commands: readonly ProtectionCommand[]): Promise<void>;
  recordOutcomes(outcomes: readonly Outcome[]): Promise<void>;
  updateBoard(rows: BoardRows): Promise<void>;
  /** One answer for each; a notice that cannot be delivered is an answer, never a fault. */
  notify(notices: readonly Notice[]): Promise<readonly NoticeDelivery[]>;
  /** Starts what looks at harm after a case; each once, by its id. */
  openRemedies(openings: readonly RemedyOpening[]): Promise<void>;
}
