import { doneByPlatform } from '../done-by-platform.ts';
import { askLedger } from '../ledger/ask-ledger.ts';
import type { Truth } from '../ledger/books.ts';
import type { InvariantEntry } from '../suite.ts';
import type { Crew } from './crew.ts';

/** What the ledger finds in the books of a crew; what the platform did is asked of the platform. */
export function askAboutCrew(
  { stack, stage }: Crew,
  truth: Omit<Truth, 'active' | 'deeds'>,
): Promise<readonly InvariantEntry[]> {
  return askLedger(
    {
      kafkaBrokers: stage.at.connection.brokers,
      topicPrefix: stage.at.topicPrefix,
      temporalAddress: stack.addresses.temporalAddress,
      databaseUrl: stage.at.databaseUrl,
      clickhouseUrl: stage.at.clickhouseUrl,
    },
    {
      ...truth,
      ...doneByPlatform(stage.stage.platform.platform),
    },
  );
}
