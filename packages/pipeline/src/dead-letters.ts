import {
  type CloudEvent,
  type DeadLetter,
  type DefenderRef,
  deriveId,
  type ErrorCode,
  encodeBinary,
  INTERNAL_TYPES,
} from '@hrd-shield/contracts';
import { headersOf } from './headers-of.ts';
import type { DefenderSealer, Pseudonymiser } from './ports/keys.ts';
import type { OutRecord } from './ports/record-sink.ts';
import type { PartitionRef, SourceRecord } from './ports/record-source.ts';
import { SEAL_PURPOSES } from './seal-purposes.ts';

/** A record that was refused, and by whom. */
export interface Refused {
  readonly record: SourceRecord;
  readonly from: PartitionRef;
  readonly step: string;
  readonly code: ErrorCode;
  readonly reason: string;
}

/** What a sealed letter holds: all that a replay needs. */
export interface SealedOriginal {
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface DeadLetterWriter {
  /** Before screening: the original bytes, key and position. */
  open(refused: Refused): OutRecord;
  /** Past screening, owner unknown: no bytes; the record stays on its own topic. */
  bare(refused: Refused): OutRecord;
  /** Past screening: everything sealed under the data key of the defender. */
  sealed(refused: Refused, defender: DefenderRef): Promise<OutRecord>;
}

/**
 * A larger record is cut: its letter must fit its own topic, sealed and as text, or nothing behind
 * it would ever be read.
 */
const BYTES_MAX = 1_572_864;
const KEY_BYTES_MAX = 65_536;
/** Of all headers together, as they stand in the letter. */
const HEADER_BYTES_MAX = 262_144;
const REASON_CHARS_MAX = 512;

/**
 * Writes letters for `shield.dead-letters.v1`. The `subject` of a sealed one is the reference of
 * the defender, so that it can be opened with purpose and replayed.
 */
export function createDeadLetterWriter(
  deps: {
    readonly sealer: DefenderSealer;
    readonly pseudonyms: Pseudonymiser;
    readonly now: () => number;
  },
  config: { readonly topic: string; readonly source: string },
): DeadLetterWriter {
  function write(letter: DeadLetter, id: string, subject?: string): OutRecord {
    const event: CloudEvent = {
      specversion: '1.0',
      id,
      source: config.source,
      type: INTERNAL_TYPES.deadLetter,
      time: new Date(letter.at).toISOString(),
      ...(subject === undefined ? {} : { subject }),
      data: letter,
    };
    const { value, headers } = encodeBinary(event, '');
    return { topic: config.topic, key: null, value, headers };
  }
  const said = ({ code, step, reason, from }: Refused) => ({
    code,
    step,
    reason: reason.slice(0, REASON_CHARS_MAX),
    at: deps.now(),
    topic: from.topic,
  });
  return {
    open(refused) {
      const { record, from } = refused;
      const id = deriveId('x', refused.step, from.topic, from.partition, record.offset);
      const letter: DeadLetter = {
        ...said(refused),
        sealed: false,
        ...(record.key === null ? {} : { key: base64(record.key, KEY_BYTES_MAX) ?? '' }),
        partition: from.partition,
        offset: record.offset,
        headers: fittingHeaders(record),
        bytes: base64(record.value, BYTES_MAX) ?? '',
      };
      return write(letter, id);
    },
    bare(refused) {
      const { from, record } = refused;
      const id = deriveId('x', refused.step, from.topic, from.partition, record.offset);
      return write({ ...said(refused), sealed: true, bytes: '' }, id);
    },
    async sealed(refused, defender) {
      const { record, from } = refused;
      const original: SealedOriginal = {
        topic: from.topic,
        key: base64(record.key, KEY_BYTES_MAX),
        value: base64(record.value, BYTES_MAX),
        headers: fittingHeaders(record),
      };
      const plain = Buffer.from(JSON.stringify(original));
      const bytes = await deps.sealer.seal(defender, SEAL_PURPOSES.deadLetter, plain);
      // The position would join back to the firehose, so only its keyed hash goes into the id.
      const position = `${from.topic}/${from.partition}/${record.offset}`;
      const id = deriveId('x', refused.step, deps.pseudonyms.object(position));
      return write({ ...said(refused), sealed: true, bytes }, id, defender);
    },
  };
}

function base64(bytes: Buffer | null, bytesMax: number): string | null {
  return bytes === null ? null : bytes.subarray(0, bytesMax).toString('base64');
}

/** A header that does not fit is left out, and those behind it are not. */
function fittingHeaders(record: SourceRecord): Record<string, string> {
  const kept: Record<string, string> = {};
  let left = HEADER_BYTES_MAX;
  for (const [name, value] of Object.entries(headersOf(record))) {
    const bytes = Buffer.byteLength(JSON.stringify([name, value]));
    if (bytes > left) continue;
    left -= bytes;
    kept[name] = value;
  }
  return kept;
}
