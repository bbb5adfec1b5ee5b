import {
  decodeRecord,
  ShieldError,
  TargetingEvent,
  TargetingHint,
  TargetingRecord,
} from '@hrd-shield/contracts';
import { createLogReader, type KafkaConnection } from '@hrd-shield/kafka';
import {
  type DataSchema,
  type DefenderSealer,
  headersOf,
  type PartitionRef,
  SEAL_PURPOSES,
  type SourceRecord,
} from '@hrd-shield/pipeline';
import type { TargetingLogLine } from './targeting-log-line.ts';

/** Records of the log that are held while it is read. */
const MAX_RECORDS = 2_000_000;
const EVENT = { schema: TargetingEvent, purpose: SEAL_PURPOSES.targetingEvent };
const HINT = { schema: TargetingHint, purpose: SEAL_PURPOSES.targetingHint };

export interface ExportCounts {
  readonly events: number;
  readonly hints: number;
  readonly watermarks: number;
  /** Events of defenders whose key was destroyed since. */
  readonly erased: number;
}

/**
 * Opens the targeting log up to its head, in log order of each partition.
 * @param write takes one line
 * @throws ShieldError `kafka.unavailable` | `seal.broken` | `record.bad-schema`
 */
export async function exportLog(
  from: { readonly connection: KafkaConnection; readonly topic: string },
  sealer: DefenderSealer,
  write: (line: TargetingLogLine) => Promise<void>,
): Promise<ExportCounts> {
  const counts = { events: 0, hints: 0, watermarks: 0, erased: 0 };
  for (const { record, at } of await readAll(from)) {
    const place = { partition: at.partition, offset: record.offset };
    const parsed = parseRecord(record);
    switch (parsed.kind) {
      case 'watermark':
        counts.watermarks += 1;
        await write({ ...place, kind: 'watermark', at: parsed.at });
        break;
      case 'hint': {
        const hint = await openSealed(parsed, sealer, HINT);
        if (hint === undefined) {
          counts.erased += 1;
          break;
        }
        counts.hints += 1;
        await write({ ...place, kind: 'hint', hint });
        break;
      }
      case 'event': {
        const event = await openSealed(parsed, sealer, EVENT);
        if (event === undefined) {
          counts.erased += 1;
          break;
        }
        counts.events += 1;
        await write({ ...place, kind: 'event', event });
      }
    }
  }
  return counts;
}

interface PlacedRecord {
  readonly record: SourceRecord;
  readonly at: PartitionRef;
}

async function readAll(from: {
  readonly connection: KafkaConnection;
  readonly topic: string;
}): Promise<readonly PlacedRecord[]> {
  const all: PlacedRecord[] = [];
  const reader = createLogReader(from);
  try {
    await reader.start((records, at) => {
      for (const record of records) if (all.length < MAX_RECORDS) all.push({ record, at });
    });
  } finally {
    await reader.stop();
  }
  if (all.length < MAX_RECORDS) return all;
  const detail = `the targeting log holds more than ${MAX_RECORDS} records`;
  throw new ShieldError('input.bad-file', { detail });
}

function parseRecord(record: SourceRecord): TargetingRecord {
  const { key, value } = record;
  const decoded = decodeRecord({ key, value, headers: headersOf(record) });
  const parsed = decoded.ok ? TargetingRecord.safeParse(decoded.event.data) : undefined;
  if (parsed?.success === true) return parsed.data;
  throw new ShieldError('record.bad-schema', { context: { offset: record.offset } });
}

async function openSealed<Data>(
  record: Extract<TargetingRecord, { sealed: unknown }>,
  sealer: DefenderSealer,
  as: { readonly schema: DataSchema<Data>; readonly purpose: string },
): Promise<Data | undefined> {
  let plain: Uint8Array;
  try {
    plain = await sealer.open(record.defender, as.purpose, record.sealed);
  } catch (error) {
    if (error instanceof ShieldError && error.code === 'seal.unknown-key') return undefined;
    throw error;
  }
  const parsed = as.schema.safeParse(JSON.parse(Buffer.from(plain).toString('utf8')));
  if (parsed.success) return parsed.data;
  throw new ShieldError('record.bad-schema', { context: { ref: record.ref } });
}
