import type { CloudEvent, TargetingEvent } from '@hrd-shield/contracts';
import {
  createScreenStream,
  type LikenessIndex,
  type MeasuredRecord,
  type PopularRecord,
  type Pseudonymiser,
  type SightingDeps,
  type StepResult,
} from '@hrd-shield/pipeline';
import type { FileDesignations } from './file-designations.ts';

/** Who takes platform-wide counts, and by which rules they are keyed. */
export interface StreamTaker extends Omit<SightingDeps, 'pseudonyms'> {
  readonly onCount: (record: PopularRecord | MeasuredRecord) => void;
}

export interface StreamLineDeps {
  readonly designations: FileDesignations;
  readonly pseudonyms: Pseudonymiser;
  readonly likeness: LikenessIndex;
}

/**
 * Screens one event of a stream as the service does: profiles by likeness, outreach by whom it
 * reaches; counts go to whoever takes them.
 */
export function screenStreamLine(
  event: CloudEvent,
  { designations, likeness, pseudonyms }: StreamLineDeps,
  streams: StreamTaker,
): StepResult<readonly TargetingEvent[]> {
  const at = Date.parse(event.time);
  const { index } = designations;
  const screen = createScreenStream(
    { pseudonyms, index, likeness, stages: streams, now: () => at },
    { futureMs: 0 },
  );
  const result = screen({ event, key: accountOf(event.data), appendedAt: at });
  if (result.kind !== 'ok') return result;
  const { counts, events, looks } = result.value;
  if (looks !== undefined) likeness.set(looks.defender, looks.looks);
  for (const record of counts) streams.onCount(record);
  return { kind: 'ok', value: events };
}

/** The record key of an event of the profile stream. */
function accountOf(data: unknown): string {
  const isKeyed = typeof data === 'object' && data !== null && 'account' in data;
  return isKeyed && typeof data.account === 'string' ? data.account : '';
}
