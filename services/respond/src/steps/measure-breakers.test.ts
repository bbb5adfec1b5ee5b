import type { DefenderRef, Outcome, ProtectionCommand } from '@hrd-shield/contracts';
import type { ProtectionPolicy } from '@hrd-shield/domain/protection';
import type { OutRecord } from '@hrd-shield/pipeline';
import { describe, expect, it } from 'vitest';
import {
  aMeasure,
  aPolicy,
  HOUR,
  START,
} from '../../../../packages/domain/src/protection/spec/builders.ts';
import { createMeasureBreakers } from './measure-breakers.ts';

const policy: ProtectionPolicy = aPolicy({
  limits: {
    jitterMs: 0,
    reachMsPerWeek: HOUR,
    breakerFailuresPerHour: 2,
    breakerRejectionsPerHour: 2,
    breakerRestMs: HOUR,
    bandMin: 5,
  },
  measures: {
    'slow-actors': aMeasure('slow-actors', { subject: 'actors', quotaPerRegionHour: 2 }),
  },
});

const command = (instance: string, more: Partial<ProtectionCommand> = {}): ProtectionCommand =>
  ({
    act: 'apply',
    measure: 'slow-actors',
    instance,
    case: instance,
    defender: 'd',
    statement: { automated: true },
    ...more,
  }) as ProtectionCommand;

function breakers() {
  const sent: OutRecord[] = [];
  const made = createMeasureBreakers({
    policy,
    countryOf: (_: DefenderRef) => 'AQ',
    sink: { send: async (records: readonly OutRecord[]) => void sent.push(...records) } as never,
    topic: 'switches',
    now: () => START,
    onTripped: () => undefined,
    onFault: () => undefined,
  });
  return { ...made, keys: () => sent.map(({ key }) => Buffer.from(key ?? '').toString()) };
}

describe('breakers of respond', () => {
  it('count each application once, however often it is sent or renewed', () => {
    const made = breakers();
    for (const instance of ['a', 'a', 'a']) made.onCommand(command(instance));
    expect(made.keys()).toEqual([]);
    made.onCommand(command('b'));
    expect(made.keys()).toEqual(['breaker:slow-actors@AQ']);
  });

  it('count neither direct harm nor what a person asked for', () => {
    const made = breakers();
    for (const instance of ['a', 'b', 'c']) {
      made.onCommand(command(instance, { urgent: true }));
      made.onCommand(command(`p${instance}`, { statement: { automated: false } } as never));
    }
    expect(made.keys()).toEqual([]);
  });

  it('trip everywhere when people keep undoing it', () => {
    const made = breakers();
    made.onCommand(command('a'));
    const rejected = { kind: 'task.decided', verdict: 'rejected', case: 'a' } as Outcome;
    made.onOutcome(rejected);
    made.onOutcome(rejected);
    expect(made.keys()).toEqual(['breaker:slow-actors@*']);
  });
});
