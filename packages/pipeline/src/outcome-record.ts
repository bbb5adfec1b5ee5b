import { encodeBinary, type Outcome, outcomeEvent } from '@hrd-shield/contracts';
import type { OutRecord } from './ports/record-sink.ts';

/**
 * The record of an outcome, keyed by its defender; it tells its own time.
 * @param source who says it, such as `hrd-shield/respond`
 */
export function outcomeRecord(outcome: Outcome, topic: string, source: string): OutRecord {
  const event = outcomeEvent(outcome, { source, time: outcome.at });
  return { topic, ...encodeBinary(event, outcome.defender) };
}
