import type { Outcome } from '@hrd-shield/contracts';
import { outcomeRecord, type RecordSink } from '@hrd-shield/pipeline';

/** Puts outcomes into the log, from which `record` takes them. */
export type TellOutcomes = (outcomes: readonly Outcome[]) => Promise<void>;

const SOURCE = 'hrd-shield/desk';

export function outcomeTeller(sink: RecordSink, topic: string): TellOutcomes {
  return (outcomes) => sink.send(outcomes.map((outcome) => outcomeRecord(outcome, topic, SOURCE)));
}
