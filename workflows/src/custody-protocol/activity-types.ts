import type { DefenderRef, Notice } from '@hrd-shield/contracts';
import type { CustodyCommand } from '@hrd-shield/domain/custody';

/** What the workflow asks of the world. Each call may happen more than once. */
export interface CustodyProtocolActivities {
  /** Sends commands in order; the account is opened and boxed there, and is in no history. */
  sendCustodyCommands(ref: DefenderRef, commands: readonly CustodyCommand[]): Promise<void>;
  /**
   * Has the registry refuse withdrawals while the protocol holds.
   * @param round what the registry began itself, and may have ended since, is not begun again
   */
  holdRegistry(ref: DefenderRef, round: number): Promise<void>;
  tellPeople(notices: readonly Notice[]): Promise<void>;
}
