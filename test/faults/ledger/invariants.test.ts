import { describe, expect, it } from 'vitest';
import type { Books, Deed, Entry } from './books.ts';
import { INVARIANTS } from './invariants.ts';

const entry = (data: Record<string, unknown>): Entry => ({
  key: 'd1',
  id: 'e1',
  type: 't',
  appendedAt: 1,
  data,
});

const outcome = (id: string, kind: string, more: Record<string, unknown> = {}): Entry =>
  entry({ id, kind, case: 'k1', ...more });

const deed = (act: string, command: string, more: Partial<Deed> = {}): Deed => ({
  at: 10,
  act,
  command,
  instance: 'm1',
  measure: 'limit-replies',
  account: 'a1',
  onActors: false,
  expiresAt: 1_000_000,
  ...more,
});

/** A limit on accounts that a campaign lists. */
const limit = (command: string, instance: string): Deed =>
  deed('apply', command, { instance, measure: 'limit-accounts', onActors: true });

const asked = (instance: string, forCase: string): Entry =>
  outcome(`asked ${instance}`, 'measure.requested', { instance, case: forCase });

const ON = { instance: 'm1', account: 'a1', measure: 'limit-replies', expiresAt: 1_000_000 };
const OUTCOMES = [
  outcome('u1', 'case.opened', { signal: 's1' }),
  outcome('u2', 'measure.requested', { instance: 'm1', measure: 'limit-replies' }),
  outcome('u3', 'measure.applied', { instance: 'm1', measure: 'limit-replies' }),
  outcome('u4', 'task.opened', { task: 't1' }),
  outcome('u5', 'task.decided', { task: 't1' }),
];
const ROWS = new Map(['u1', 'u2', 'u3', 'u4', 'u5'].map((id) => [id, 1]));

/** One signal, one measure that is on, one task that was decided. */
const SOUND: Books = {
  truth: {
    defenders: [{ ref: 'd1', account: 'a1' }],
    signals: [{ id: 's1', defender: 'd1' }],
    deeds: [deed('apply', 'p1'), deed('probe', 'p2'), deed('probe', 'p2')],
    active: [ON],
  },
  signals: [entry({})],
  commands: [],
  outcomes: OUTCOMES,
  deadLetters: [],
  cases: [
    { id: 'k1', defender: 'd1', state: 'open', measures: [{ instance: 'm1', state: 'verified' }] },
  ],
  tasks: [{ id: 't1', defender: 'd1', state: 'decided' }],
  rows: ROWS,
  figures: new Map([
    ['cases', 1],
    ['tasks', 1],
    ['measures limit-replies requested', 1],
    ['measures limit-replies applied', 1],
  ]),
  workflows: [{ defender: 'd1', status: 'RUNNING', events: 40, nondeterminism: 0 }],
};

/** Invariants that the books break. */
function broken(changes: Partial<Books>): readonly string[] {
  const books = { ...SOUND, ...changes };
  return INVARIANTS.filter(({ look }) => look(books).violations.length > 0).map(({ id }) => id);
}

const truth = (changes: Partial<Books['truth']>): Partial<Books> => ({
  truth: { ...SOUND.truth, ...changes },
});

describe('the ledger', () => {
  it('finds nothing wrong with sound books', () => {
    expect(broken({})).toEqual([]);
  });

  it('does not mind records that came twice', () => {
    expect(broken({ outcomes: [...OUTCOMES, ...OUTCOMES] })).toEqual([]);
  });

  it('does not mind two campaigns at once of which each has its own accounts limited', () => {
    const both = {
      ...truth({ deeds: [limit('p1', 'm2'), limit('p2', 'm3')] }),
      outcomes: [...OUTCOMES, asked('m2', 'k1'), asked('m3', 'k2')],
    };
    expect(broken(both)).not.toContain('I5 measures-once');
  });

  it.each([
    [
      'an event that is committed and nowhere',
      { screening: [{ defender: 'd1', seen: 3, landed: 1, refused: 1 }] },
      'I1 events-accounted',
    ],
    ['a lost signal', { outcomes: OUTCOMES.slice(1) }, 'I4 signals-once'],
    [
      'a signal in two cases',
      { outcomes: [...OUTCOMES, outcome('u9', 'case.opened', { signal: 's1', case: 'k2' })] },
      'I4 signals-once',
    ],
    [
      'a measure of which nothing became',
      { outcomes: OUTCOMES.filter(({ data }) => data.kind !== 'measure.applied') },
      'I5 measures-kept',
    ],
    [
      'a command carried out twice',
      truth({ deeds: [deed('apply', 'p1'), deed('apply', 'p1')] }),
      'I5 measures-once',
    ],
    [
      'a measure that is on twice',
      truth({ deeds: [deed('apply', 'p1'), deed('apply', 'p2', { instance: 'm2' })] }),
      'I5 measures-once',
    ],
    [
      'a measure on the accounts of one campaign that is on twice',
      {
        ...truth({ deeds: [limit('p1', 'm2'), limit('p2', 'm3')] }),
        outcomes: [...OUTCOMES, asked('m2', 'k1'), asked('m3', 'k1')],
      },
      'I5 measures-once',
    ],
    ['an orphan', truth({ active: [ON, { ...ON, instance: 'm9' }] }), 'I5 measures-owned'],
    ['a measure without an end', truth({ active: [{ ...ON, expiresAt: 0 }] }), 'I5 measures-owned'],
    ['a measure that is thought to be on', truth({ active: [] }), 'posture-shared'],
    ['a task that is nowhere', { tasks: [] }, 'tasks-kept'],
    [
      'a decision that the board does not know',
      { tasks: [{ id: 't1', defender: 'd1', state: 'open' }] },
      'tasks-kept',
    ],
    ['an outcome in two rows', { rows: new Map([...ROWS, ['u1', 2]]) }, 'I6 outcomes-once'],
    ['an outcome in no row', { rows: new Map([...ROWS].slice(1)) }, 'I6 outcomes-once'],
    [
      'an outcome that says two things',
      { outcomes: [...OUTCOMES, outcome('u1', 'case.merged', { signal: 's1' })] },
      'I6 outcomes-once',
    ],
    [
      'a figure that the store counts once too often',
      { figures: new Map([...(SOUND.figures ?? []), ['cases', 2]]) },
      'I10 figures-twice',
    ],
    [
      'a measure on after a withdrawal',
      truth({ defenders: [{ ref: 'd1', account: 'a1', withdrawnAt: 1 }] }),
      'withdrawal-stops',
    ],
    [
      'a measure on after a refusal',
      truth({ refusals: [{ instance: 'm1', at: 1 }] }),
      'refusal-stops',
    ],
    [
      'a measure that was lifted too late after a refusal',
      truth({
        refusals: [{ instance: 'm1', at: 1 }],
        deeds: [deed('apply', 'p1'), deed('lift', 'p3', { at: 60_002 })],
        active: [],
      }),
      'refusal-stops',
    ],
    [
      'two workflows of one defender',
      { workflows: [...SOUND.workflows, ...SOUND.workflows] },
      'workflows-sound',
    ],
    [
      'code that does not agree with a history',
      { workflows: [{ defender: 'd1', status: 'RUNNING', events: 40, nondeterminism: 1 }] },
      'workflows-sound',
    ],
    ['a dead letter', { deadLetters: [{ id: 'x1', code: 'event.too-old' }] }, 'nothing-refused'],
    [
      'an unreadable record without its letter',
      { truth: { ...SOUND.truth, poison: { least: 1, codes: ['event.not-json'] } } },
      'nothing-refused',
    ],
  ] as const)('finds %s', (_, changes, invariant) => {
    expect(broken(changes as Partial<Books>)).toContain(invariant);
  });
});
