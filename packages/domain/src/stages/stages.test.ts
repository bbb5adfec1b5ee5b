import { createHash } from 'node:crypto';
import type { ActorRef, DefenderRef, EventRef, ObjectRef, Stage } from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts/pure';
import { describe, expect, test } from 'vitest';
import type { CellPolicy } from '../detection/policy.ts';
import type { StagePolicy } from './policy.ts';
import { type OpenStageRecord, SHELF_FORM, StageFold } from './stage-fold.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = 1_780_000_000_000;

const CELLS: CellPolicy = {
  cellsMax: 100,
  weeksKept: 4,
  expectedMin: 200,
  expectedWindowMin: 50,
  lostMin: 0.4,
  lostLongMs: 600_000,
  blackoutMin: 0.8,
  blackoutMs: 180_000,
  resetShareMin: 0.3,
  failureShareMin: 0.2,
  rttFactorMin: 3,
  throughputMax: 0.3,
  driftAlarm: 3,
  driftSlack: 0.15,
  everywhereShareMin: 0.6,
  clientShareMin: 0.7,
  cellsCompareMin: 3,
  defendersMin: 10,
  targetedDropMin: 0.3,
  targetedSurpriseMin: 4,
};
const POLICY: StagePolicy = {
  hash: 'h',
  version: '1',
  crew: {
    keepMs: 30 * DAY_MS,
    cellMs: 6 * HOUR_MS,
    boardMs: DAY_MS,
    priorHits: 2_000,
    actorsMin: 4,
    targetsMin: 2,
    qMax: 0.01,
    growth: 1.25,
  },
  spread: { keepMs: 3 * DAY_MS, targetsMin: 2, chance: 0.05, actorsMin: 3, popularTargets: 50 },
  links: {
    keepMs: 3 * DAY_MS,
    targetsMin: 2,
    chance: 0.008,
    plainParts: ['www'],
    sharedHosts: ['shared.example'],
  },
  cohort: {
    keepMs: 7 * DAY_MS,
    targetsMin: 3,
    chance: 0.1,
    actorsMin: 4,
    createdSpanMs: HOUR_MS,
    youngMs: 30 * DAY_MS,
    surgeMax: 3,
  },
  source: { keepMs: 7 * DAY_MS, targetsMin: 5, chance: 0.1 },
  client: { keepMs: HOUR_MS, targetsMin: 8, chance: 0.5 },
  reader: { keepMs: 7 * DAY_MS, targetsMin: 6, chance: 0.5 },
  supportiveMin: 0.5,
};

const defender = (n: number) => deriveId('d', n) as DefenderRef;
const actor = (n: number) => deriveId('a', n) as ActorRef;
const key = (name: string) => deriveId('o', name) as ObjectRef;

function act(
  stage: Stage,
  name: string,
  of: {
    readonly at: number;
    readonly to: number;
    readonly by: number;
    readonly client?: string;
    readonly trusted?: true;
  },
): OpenStageRecord {
  const { at, by, client, to, trusted } = of;
  return {
    kind: 'sighting',
    ref: deriveId('e', stage, name, at, to, by) as EventRef,
    defender: defender(to),
    sighting: {
      at: START + at,
      actor: actor(by),
      ...(client === undefined ? {} : { client }),
      ...(trusted === undefined ? {} : { trusted }),
      items: [{ stage, key: key(name) }],
    },
  };
}

/** Applies records and feeds candidates back, as the log does. */
function play(fold: StageFold, records: readonly OpenStageRecord[]) {
  const queue = [...records];
  const hints = [];
  for (const record of queue) {
    const out = fold.apply(record);
    hints.push(...out.hints);
    for (const { candidate, defender: to } of out.candidates) {
      queue.push({ kind: 'candidate', defender: to, candidate });
    }
  }
  return hints;
}

/** Six accounts at defenders 1, 2 and 3, a day apart each. */
function tour(actors = 6): readonly OpenStageRecord[] {
  return [1, 2, 3].flatMap((to, day) =>
    Array.from({ length: actors }, (_, by) =>
      act('actor', `actor-${by}`, { at: day * DAY_MS + by * 60_000, to, by }),
    ),
  );
}

describe('a crew that goes from defender to defender', () => {
  test('is told to the third with how many others there were, and to nobody before', () => {
    const hints = play(new StageFold(POLICY, CELLS), tour());
    expect(new Set(hints.map((hint) => hint.defender))).toEqual(new Set([defender(3)]));
    const last = hints.at(-1);
    expect(last?.crew.map(({ targets }) => targets)).toEqual(
      [2, 2, 2, 2, 2, 2].slice(0, last?.crew.length),
    );
    expect(last?.crew.length).toBeGreaterThanOrEqual(5);
    expect(last?.qValue).toBeLessThan(0.01);
  });

  test('names no other defender, neither by reference nor by hash', () => {
    const text = JSON.stringify(play(new StageFold(POLICY, CELLS), tour()));
    expect(text).not.toContain(defender(1));
    expect(text).not.toContain(defender(2));
    expect(text).not.toContain('o_');
  });

  test('three people who read the same cause are none', () => {
    expect(play(new StageFold(POLICY, CELLS), tour(3))).toEqual([]);
  });

  test('crowds of everybody are no crew: where all meet, meeting says nothing', () => {
    const crowd = [1, 2, 3].flatMap((to, day) =>
      Array.from({ length: 100 }, (_, by) =>
        act('actor', `actor-${by}`, { at: day * DAY_MS + by * 1_000, to, by }),
      ),
    );
    expect(
      play(new StageFold({ ...POLICY, crew: { ...POLICY.crew, priorHits: 1 } }, CELLS), crowd),
    ).toEqual([]);
  });

  test('what comes twice changes nothing', () => {
    const fold = new StageFold(POLICY, CELLS);
    play(fold, tour());
    const before = fold.totals();
    expect(play(fold, tour())).toEqual([]);
    expect(fold.totals()).toEqual(before);
  });
});

describe('the same text at several defenders', () => {
  const copies = (targets: number) =>
    Array.from({ length: targets }, (_, to) => act('text', 'band', { at: to, to, by: 10 + to }));

  test('reaches each with their own actors and the number of the others', () => {
    const hints = play(new StageFold(POLICY, CELLS), copies(3));
    expect(hints.map(({ crew, defender: to }) => [to, crew])).toEqual([
      [defender(0), [{ actor: actor(10), targets: 2 }]],
      [defender(1), [{ actor: actor(11), targets: 2 }]],
      [defender(2), [{ actor: actor(12), targets: 2 }]],
    ]);
  });

  test('is ordinary when the whole platform says it', () => {
    const fold = new StageFold(POLICY, CELLS);
    const popular = {
      stage: 'text',
      key: key('band'),
      at: START,
      targets: 50,
      ratio: 1,
      exempt: false,
    } as const;
    fold.apply({ kind: 'popular', ...popular });
    expect(play(fold, copies(3))).toEqual([]);
  });

  test('is forgotten after three days', () => {
    const late = act('text', 'band', { at: 3 * DAY_MS + 10, to: 2, by: 12 });
    expect(play(new StageFold(POLICY, CELLS), [...copies(2), late])).toEqual([]);
  });
});

test('a client that walks through eight defenders within the hour is told, without a crew', () => {
  const walk = Array.from({ length: 8 }, (_, to) =>
    act('client', 'c', { at: to, to, by: 1, client: 'scraper' }),
  );
  const hints = play(new StageFold(POLICY, CELLS), walk);
  expect(hints).toHaveLength(8);
  expect(hints[0]).toMatchObject({ crew: [], breadth: { client: 'scraper', targets: 8 } });
});

test('a device of a family meets two defenders and is no cohort; four accounts at three are', () => {
  const at = (to: number, by: number) => act('cohort', 'device', { at: to * 9 + by, to, by });
  expect(play(new StageFold(POLICY, CELLS), [at(1, 1), at(1, 2), at(2, 3), at(2, 4)])).toEqual([]);
  const hints = play(new StageFold(POLICY, CELLS), [at(1, 1), at(1, 2), at(2, 3), at(3, 4)]);
  expect(hints.map((hint) => hint.defender)).toEqual([defender(1), defender(2), defender(3)]);
});

test('a saved and restored state goes on as if nothing had happened', () => {
  const calm = new StageFold(POLICY, CELLS);
  const records = tour();
  play(calm, records.slice(0, 12));
  const restored = new StageFold(POLICY, CELLS);
  restored.restore(JSON.parse(JSON.stringify(calm.takeDirty())), calm.totals());
  expect(play(restored, records.slice(12))).toEqual(play(calm, records.slice(12)));
  expect(restored.totals()).toEqual(calm.totals());
});

test('what is saved has the form that its number stands for', () => {
  const fold = new StageFold(POLICY, CELLS);
  const kinds = ['text', 'domain', 'cohort', 'source', 'client', 'reader'] as const;
  play(fold, [...tour(), ...kinds.map((stage, by) => act(stage, 'k', { at: DAY_MS, to: 4, by }))]);
  const at = { at: START + 3 * DAY_MS, stage: 'text', key: key('k') } as const;
  fold.apply({ kind: 'popular', ...at, targets: 50, ratio: 1, exempt: false });
  const used = act('network', 'n', { at: 3 * DAY_MS, to: 5, by: 1 });
  if (used.kind !== 'sighting') throw new TypeError('an act is a sighting');
  const connection = { cell: 'DE/north/x', attempts: 4, failures: 4 };
  fold.apply({ ...used, sighting: { ...used.sighting, connection } });
  const saved = fold.takeDirty();
  expect(new Set(saved.map(([shelf]) => shelf)).size).toBe(6);
  const digest = createHash('sha256')
    .update(JSON.stringify([saved, fold.totals()]))
    .digest('hex');
  // Another digest means another form: raise SHELF_FORM, or states of the release before are misread.
  expect([SHELF_FORM, digest.slice(0, 16)]).toEqual([1, 'dc368d29e1434b9c']);
});

test('nothing of a designation that ended stays', () => {
  const fold = new StageFold(POLICY, CELLS);
  play(fold, [...tour(), act('text', 'band', { at: 1, to: 1, by: 1 })]);
  fold.forget(defender(1));
  expect(JSON.stringify(fold.takeDirty())).not.toContain(defender(1));
});

describe('a network that is cut', () => {
  const WINDOW_MS = 600_000;
  const HISTORY = 144;
  function measured(region: string, window: number, sessions: number): OpenStageRecord {
    const failures = sessions < 300 ? 500 : 10;
    return {
      kind: 'measured',
      at: START + window * WINDOW_MS,
      seen: {
        country: 'DE',
        region,
        networkHash: 'x',
        windowMs: WINDOW_MS,
        sessions,
        attempts: 600,
        failures,
        resets: sessions < 300 ? 400 : 1,
      },
    };
  }
  function connects(to: number, region: string, window: number): OpenStageRecord {
    const record = act('network', region, { at: window * WINDOW_MS, to, by: 1 });
    if (record.kind !== 'sighting') throw new TypeError('an act is a sighting');
    const connection = { cell: `DE/${region}/x`, attempts: 4, failures: 4 };
    return { ...record, sighting: { ...record.sighting, connection } };
  }
  function days(): OpenStageRecord[] {
    return Array.from({ length: HISTORY }, (_, window) =>
      ['north', 'south', 'east'].map((region) => measured(region, window, 600)),
    ).flat();
  }
  const cut = [0, 1, 2].flatMap((n) => [
    measured('south', HISTORY + n, 600),
    measured('east', HISTORY + n, 600),
    measured('north', HISTORY + n, 60),
  ]);
  const used = [connects(1, 'north', HISTORY - 1), connects(2, 'south', HISTORY - 1)];

  test('reaches the defenders who use it, and nobody else', () => {
    const hints = play(new StageFold(POLICY, CELLS), [...days(), ...used, ...cut]);
    expect(new Set(hints.map((hint) => hint.defender))).toEqual(new Set([defender(1)]));
    expect(hints[0]?.outage).toMatchObject({
      region: 'north',
      scope: 'network',
      interference: true,
    });
    expect(hints[0]?.crew).toEqual([]);
  });

  test('is found the same after a restart in the middle', () => {
    const calm = new StageFold(POLICY, CELLS);
    play(calm, [...days(), ...used]);
    const restored = new StageFold(POLICY, CELLS);
    restored.restore(JSON.parse(JSON.stringify(calm.takeDirty())), calm.totals());
    expect(play(restored, cut)).toEqual(play(calm, cut));
  });
});

test('a client that comes to six defenders in days is told as slow', () => {
  const walk = Array.from({ length: 6 }, (_, to) =>
    act('reader', 'c', { at: to * DAY_MS, to, by: to, client: 'scraper' }),
  );
  const hints = play(new StageFold(POLICY, CELLS), walk);
  expect(hints[0]).toMatchObject({ breadth: { client: 'scraper', targets: 6, slow: true } });
});

test('parts of one domain meet at two defenders, whoever sends them', () => {
  const sent = [0, 1].map((to) => act('domain', 'd', { at: to, to, by: 1 }));
  const hints = play(new StageFold(POLICY, CELLS), sent);
  expect(hints).toHaveLength(2);
  expect(hints[0]?.qValue).toBeLessThan(0.01);
});

test('a letter of a friend joins those of strangers to two others, and is told of as a letter', () => {
  const letter = (to: number, trusted?: true) =>
    act('domain', 'd', { at: to, to, by: 1, ...(trusted === undefined ? {} : { trusted }) });
  const hints = play(new StageFold(POLICY, CELLS), [letter(0, true), letter(1), letter(2)]);
  expect(hints.map((hint) => hint.defender)).toEqual([defender(0), defender(1), defender(2)]);
  expect(hints[0]).toMatchObject({ letter: true, crew: [{ actor: actor(1), targets: 2 }] });
});

test('a letter of a friend and one of another account, a stranger, are two at once', () => {
  const friend = act('domain', 'd', { at: 0, to: 0, by: 1, trusted: true });
  const stranger = act('domain', 'd', { at: HOUR_MS, to: 1, by: 2 });
  for (const sent of [
    [friend, stranger],
    [stranger, friend],
  ]) {
    const hints = play(new StageFold(POLICY, CELLS), sent);
    expect(hints.map((hint) => hint.defender).sort()).toEqual([defender(0), defender(1)].sort());
  }
});

test('one account whom only some follow sends a newsletter: it and a friend of others are none', () => {
  const sent = [
    act('domain', 'd', { at: 0, to: 0, by: 1, trusted: true }),
    act('domain', 'd', { at: 1, to: 1, by: 1 }),
  ];
  expect(play(new StageFold(POLICY, CELLS), sent)).toEqual([]);
  const friends = [1, 2].map((to) => act('domain', 'd', { at: to, to, by: to, trusted: true }));
  expect(play(new StageFold(POLICY, CELLS), friends)).toEqual([]);
});

test('one newsletter that several defenders asked for brings nobody together', () => {
  const sent = Array.from({ length: 6 }, (_, to) =>
    act('domain', 'd', { at: to, to, by: 1, ...(to === 0 ? {} : { trusted: true }) }),
  );
  expect(play(new StageFold(POLICY, CELLS), sent)).toEqual([]);
});

test('of more defenders than are remembered each new one is told too', () => {
  const sent = Array.from({ length: 30 }, (_, to) => act('domain', 'd', { at: to, to, by: 1 }));
  const told = play(new StageFold(POLICY, CELLS), sent).map((hint) => hint.defender);
  expect(new Set(told).size).toBe(30);
});
