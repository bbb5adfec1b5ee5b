import type { DefenderRef, Notice } from '@hrd-shield/contracts';
import type { CustodyCommand } from '@hrd-shield/domain/custody';

/** What the workflow asks of the world. Each call may happen more than once. */
export interface CustodyProtocolActivities {
  /** Sends commands in order; the account is opened and boxed there, and is in no history. */
  sendCustodyCommands(ref: DefenderRef, commands: readonly CustodyCommand[]): Promise<void>;
  /** Has the registry refuse withdrawals while the protocol holds. */
  holdRegistry(ref: DefenderRef): Promise<void>;
  tellPeople(notices: readonly Notice[]): Promise<void>;
}
