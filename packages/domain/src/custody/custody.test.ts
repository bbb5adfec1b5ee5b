import {
  type CustodySubject,
  type DefenderRef,
  deriveId,
  type MeasureName,
  type MeasureRef,
} from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import {
  type CustodyCommand,
  type CustodyInput,
  decideCustody,
  nextCustodyAt,
  refusalOfCustodyEnd,
} from './decide.ts';
import { initialCustody } from './state.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;
const about: CustodySubject = {
  defender: deriveId('d', 'one') as DefenderRef,
  round: 0,
  rules: {
    hash: 'a'.repeat(64),
    measures: ['lock-for-holder', 'revoke-sessions'] as MeasureName[],
    answerMs: 60_000,
    attempts: 3,
    remindMs: HOUR,
    lifetimeMs: 24 * HOUR,
  },
};
const at = (hours: number) => START + hours * HOUR;
const clock = (hours: number): CustodyInput => ({ kind: 'clock', at: at(hours) });
const sos: CustodyInput = { kind: 'sos', at: START };

/** A platform that carries out what it is asked, unless it is away. */
function play(inputs: readonly CustodyInput[], more: Partial<CustodySubject> = {}, isAway = false) {
  let life = initialCustody({ ...about, ...more });
  const commands: CustodyCommand[] = [];
  const rungs: string[] = [];
  const take = (input: CustodyInput): void => {
    const decided = decideCustody(life, input);
    life = decided.life;
    for (const { target } of decided.notices) if (target.kind === 'rung') rungs.push(target.rung);
    for (const command of decided.commands) {
      commands.push(command);
      if (isAway) continue;
      const status = command.act === 'lift' ? 'lifted' : 'applied';
      const ack = {
        command: command.id,
        instance: command.instance as MeasureRef,
        status,
      } as const;
      take({ kind: 'ack', at: input.at, ack });
    }
  };
  for (const input of inputs) take(input);
  return { life, commands, rungs };
}
const end = (hours: number, isSafetyProved: boolean): CustodyInput => ({
  kind: 'end',
  at: at(hours),
  end: { isSafetyProved },
});

describe('the protocol for somebody who may be held', () => {
  it('locks at an SOS, in the order of its rules, and a person is told at once', () => {
    const { commands, life, rungs } = play([sos, sos]);
    expect(commands.map(({ act, measure }) => `${act} ${measure}`)).toEqual([
      'apply lock-for-holder',
      'apply revoke-sessions',
    ]);
    expect(life.steps.map(({ state }) => state)).toEqual(['holds', 'holds']);
    expect(rungs).toEqual(['shift-lead']);
  });

  it('locks when a check-in is missed, and never while they come in time', () => {
    const watched = { checkInBy: at(12), checkInEveryMs: 12 * HOUR };
    const inTime: CustodyInput[] = [clock(11), { kind: 'check-in', at: at(11) }, clock(12)];
    expect(play(inTime, watched).life).toMatchObject({ state: 'watching', checkInBy: at(23) });
    expect(play([...inTime, clock(23)], watched).life.state).toBe('locked');
    const { life } = play([clock(12), { kind: 'check-in', at: at(13) }], watched);
    expect(life.state).toBe('locked');
  });

  it('ends by the agreed proof of safety alone: not by time, not by a command that fails', () => {
    expect(play([sos, clock(24 * 300)]).life.state).toBe('locked');
    const { life } = play([sos]);
    expect(refusalOfCustodyEnd(life, { isSafetyProved: false })).toBe('custody.no-proof');
    expect(play([sos, end(1, false)]).life.state).toBe('locked');
    const done = play([sos, end(1, true)]);
    expect(done.life.state).toBe('ended');
    expect(done.commands.slice(2).map(({ act, measure }) => `${act} ${measure}`)).toEqual([
      'lift revoke-sessions',
      'lift lock-for-holder',
    ]);
    expect(refusalOfCustodyEnd(done.life, { isSafetyProved: true })).toBe(
      'designation.wrong-state',
    );
  });

  it('is renewed before a measure ends on the platform, each renewal a command of its own', () => {
    const { commands } = play([sos, clock(11.9), clock(12), clock(24)]);
    expect(commands).toHaveLength(6);
    expect(new Set(commands.map(({ id }) => id)).size).toBe(6);
    const gaps = commands.filter(({ issuedAt, expiresAt }) => expiresAt - issuedAt < 24 * HOUR);
    expect(gaps).toEqual([]);
  });

  it('says what has no answer again under the same id, and tells people when it does not hold', () => {
    const minutes = [1, 2, 3, 4].map((each) => clock(each / 60));
    const { commands, life, rungs } = play([sos, ...minutes], {}, true);
    // Beyond its attempts it is asked as often as people are told.
    expect(commands).toHaveLength(8);
    expect(new Set(commands.map(({ id }) => id)).size).toBe(2);
    expect(life.state).toBe('locked');
    expect(rungs).toEqual(['shift-lead', 'second-line']);
  });

  it('opens nothing before every lift is answered, and asks again', () => {
    const released = play([sos, end(1, true), clock(2)], {}, true);
    expect(released.life.state).toBe('releasing');
    expect(released.commands.filter(({ act }) => act === 'lift')).toHaveLength(4);
  });

  it('reminds people while it lasts, under ids that never come twice', () => {
    const hours = Array.from({ length: 5 }, (_, i) => clock(i + 1));
    expect(play([sos, ...hours]).rungs).toHaveLength(6);
    expect(nextCustodyAt(play([sos]).life)).toBe(at(1));
  });
});
