import type { Outcome } from '@hrd-shield/contracts';
import { outcomeRecord, type RecordSink } from '@hrd-shield/pipeline';

/** Puts outcomes into the log, from which `record` takes them. */
export type TellOutcomes = (outcomes: readonly Outcome[]) => Promise<void>;

const SOURCE = 'hrd-shield/desk';

/**
 * Sends outcomes of what was done at the desk to the log.
 *
 * @param topic with the prefix of the installation
 */
export function outcomeTeller(sink: RecordSink, topic: string): TellOutcomes {
  return (outcomes) => sink.send(outcomes.map((outcome) => outcomeRecord(outcome, topic, SOURCE)));
}
