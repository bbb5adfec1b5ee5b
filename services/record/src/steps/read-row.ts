import { type LandingRow, RECORDED, type RecordedTopic } from '@hrd-shield/clickhouse';
import { decodeRecord } from '@hrd-shield/contracts';
import { headersOf } from '@hrd-shield/kafka';
import { deadLetter, ok, type SourceRecord, type StepResult } from '@hrd-shield/pipeline';

const STEP = 'record.read-row';

/** Reads one record of an internal topic into a row; what does not fit is a dead letter. */
export function readRow(topic: RecordedTopic, record: SourceRecord): StepResult<LandingRow> {
  const reader = RECORDED[topic];
  const decoded = decodeRecord({
    key: record.key,
    value: record.value,
    headers: headersOf(record),
  });
  if (!decoded.ok) return deadLetter(STEP, 'record.bad-schema', decoded.reason);
  if (decoded.event.type !== reader.type) {
    return deadLetter(STEP, 'record.bad-schema', `the type is not ${reader.type}`);
  }
  const result = reader.read(decoded.event, Number(record.timestamp));
  if (result.fits) return ok(result.value);
  return deadLetter(STEP, 'record.bad-schema', `missing or malformed: ${result.fields}`);
}
