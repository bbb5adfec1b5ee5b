import {
  type CloudEvent,
  type DeadLetter,
  deriveId,
  type ErrorCode,
  encodeBinary,
  INTERNAL_TYPES,
} from '@hrd-shield/contracts';
import type { OutRecord, SourceRecord } from '@hrd-shield/pipeline';

/** Where a refused record lay, and why it was refused. */
export interface Refusal {
  readonly topic: string;
  readonly partition: number;
  readonly record: SourceRecord;
  readonly step: string;
  readonly code: ErrorCode;
  readonly reason: string;
}

const SOURCE = 'hrd-shield/record';
const REASON_CHARS_MAX = 512;

/**
 * The dead letter of a record past screening. `record` holds no key, so it cannot seal: the letter
 * has no bytes, and the record itself stays on its topic, from where the group can be set back
 * after a repair, since landing a row again changes nothing.
 */
export function refuseRecord(refusal: Refusal, deadLetterTopic: string, at: number): OutRecord {
  const { topic, partition, record } = refusal;
  const letter: DeadLetter = {
    code: refusal.code,
    step: refusal.step,
    reason: refusal.reason.slice(0, REASON_CHARS_MAX),
    at,
    topic,
    sealed: true,
    bytes: '',
  };
  const event: CloudEvent = {
    specversion: '1.0',
    id: deriveId('x', refusal.step, topic, partition, record.offset),
    source: SOURCE,
    type: INTERNAL_TYPES.deadLetter,
    time: new Date(at).toISOString(),
    data: letter,
  };
  const { value, headers } = encodeBinary(event, '');
  return { topic: deadLetterTopic, key: null, value, headers };
}
