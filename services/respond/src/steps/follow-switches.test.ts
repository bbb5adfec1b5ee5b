import {
  type CrisisWindow,
  type DefenderProfile,
  deriveId,
  encodeBinary,
  INTERNAL_TYPES,
  type MeasureSwitch,
  switchKey,
} from '@hrd-shield/contracts';
import type { LogReader, SourceRecord } from '@hrd-shield/pipeline';
import { describe, expect, it } from 'vitest';
import { createMeasureConditions } from './follow-switches.ts';

const NOW = 1_700_000_000_000;
const profile = (country?: string) =>
  ({
    defender: deriveId('d', 'one'),
    ...(country === undefined ? {} : { country }),
  }) as DefenderProfile;
const stop = (state: 'stopped' | 'resumed', at: number, measure = '*'): MeasureSwitch => ({
  measure: measure as MeasureSwitch['measure'],
  state,
  reason: 'a rule is wrong',
  at,
});

function recordOf(next: MeasureSwitch): SourceRecord {
  const event = {
    specversion: '1.0' as const,
    id: `${switchKey(next)}/${next.at}`,
    source: 'test',
    type: INTERNAL_TYPES.measureSwitch,
    time: new Date(next.at).toISOString(),
    data: next,
  };
  const { headers, value } = encodeBinary(event, switchKey(next));
  return {
    offset: '0',
    key: Buffer.from(switchKey(next)),
    value: Buffer.from(value ?? ''),
    headers,
  } as unknown as SourceRecord;
}

async function after(records: readonly SourceRecord[], crises: readonly CrisisWindow[] = []) {
  let refused = 0;
  const reader: LogReader = {
    start: async (onRecords) => onRecords(records, { topic: 't', partition: 0 }),
    stop: async () => undefined,
    isHealthy: () => true,
  };
  const conditions = createMeasureConditions({
    reader,
    crises,
    now: () => NOW,
    onRefused: () => {
      refused += 1;
    },
  });
  await conditions.start();
  return { conditions, refused: () => refused };
}

describe('what holds beyond one defender', () => {
  it('is stopped until somebody resumes it, whatever comes twice', async () => {
    const stopped = await after([recordOf(stop('stopped', NOW - 2))]);
    expect(stopped.conditions.conditionsFor(profile()).stopped).toEqual(['*']);
    const resumed = [stop('stopped', NOW - 2), stop('resumed', NOW - 1), stop('stopped', NOW - 2)];
    const { conditions } = await after(resumed.map(recordOf));
    expect(conditions.conditionsFor(profile()).stopped).toEqual([]);
  });

  it('holds a tripped breaker in its country and until its end', async () => {
    const tripped = (country: string, until: number): MeasureSwitch => ({
      measure: 'slow-actors' as MeasureSwitch['measure'],
      state: 'tripped',
      country,
      reason: 'quota',
      at: NOW - 5,
      until,
    });
    const { conditions } = await after([tripped('AQ', NOW + 1), tripped('BV', NOW)].map(recordOf));
    expect(conditions.conditionsFor(profile('AQ')).tripped).toEqual(['slow-actors']);
    expect(conditions.conditionsFor(profile('BV')).tripped).toEqual([]);
    expect(conditions.conditionsFor(profile()).tripped).toEqual([]);
  });

  it('a record that cannot be read stops nothing and is told', async () => {
    const odd = { ...recordOf(stop('stopped', NOW)), value: Buffer.from('{}') };
    const { conditions, refused } = await after([odd]);
    expect(conditions.conditionsFor(profile()).stopped).toEqual([]);
    expect(refused()).toBe(1);
  });
});
