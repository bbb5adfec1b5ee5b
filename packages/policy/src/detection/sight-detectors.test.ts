import type { ActorRef, EventRef, TargetingEvent, TargetingHint } from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyHint,
  type DefenderState,
  type DetectedSignal,
  freezeState,
  type Measured,
  newDefenderState,
  newNetworkWatch,
  type OutageWord,
  recordConnectivity,
  recordDefenderConnection,
  thawState,
} from '@hrd-shield/domain';
import { describe, expect, test } from 'vitest';
import { loadDetectionPolicy } from './load-detection-policy.ts';
import { ONSET } from './testing/scenarios.ts';
import { type ActorKind, DAY, HOUR, MINUTE, START, Stream } from './testing/stream.ts';
import { TEXTS } from './testing/texts.ts';

const policy = loadDetectionPolicy();
const STRANGER: ActorKind = { ageDays: 900, exposed: false, interactions: 0 };
const PASSER: ActorKind = { ageDays: 900, exposed: true, interactions: 0 };

function quiet(seed = 31): Stream {
  return new Stream({ seed, texts: TEXTS.en, auc: undefined });
}

/** A fortnight of ordinary life, so that habits are known. */
function lived(seed = 31): Stream {
  const stream = quiet(seed);
  stream.organic(16, 1.5);
  return stream;
}

function fold(stream: Stream): { signals: DetectedSignal[]; state: DefenderState } {
  let state = newDefenderState(stream.defender);
  const signals: DetectedSignal[] = [];
  stream.sorted().forEach((event, i) => {
    // A snapshot now and then must change nothing.
    if (i % 53 === 0) state = thawState(freezeState(state));
    signals.push(...applyEvent(state, event, policy));
  });
  return { signals, state };
}

function tierOf(signals: readonly DetectedSignal[], threat: string): string {
  const own = signals.filter((signal) => (signal.threats as string[]).includes(threat));
  return own.map((signal) => signal.tier).sort((a, b) => rank(b) - rank(a))[0] ?? 'none';
}

function rank(tier: string): number {
  return ['none', 'watch', 'guard', 'shield'].indexOf(tier);
}

describe('D11 smear', () => {
  const CHARGES = [
    'is a foreign agent',
    'you paid agent',
    'spy, nothing else',
    'on the payroll of',
  ];

  function smear(charge: (i: number) => string, kind: ActorKind): string {
    const stream = lived();
    for (let i = 0; i < 30; i += 1) {
      const text = `${stream.sentence('neutral')} ${charge(i)} ${stream.sentence('neutral')}`;
      stream.speak(ONSET + i * 4 * MINUTE, `s${i}`, kind, { stance: 'neutral', text });
    }
    return tierOf(fold(stream).signals, 'smear');
  }

  test('one kind of charge by many strangers, in ever other words, is found', () => {
    expect(rank(smear((i) => CHARGES[i % 4] ?? '', STRANGER))).toBeGreaterThanOrEqual(1);
  });

  test('a debate with many different charges is none', () => {
    const MIXED = ['fraud', 'spy', 'traitor', 'insane', 'criminal', '', '', ''];
    expect(smear((i) => MIXED[i % 8] ?? '', PASSER)).toBe('none');
  });

  test('those who speak of a charge do not make it', () => {
    expect(smear(() => 'they called her a spy, stop threats', PASSER)).toBe('none');
  });
});

describe('D12 synthetic media', () => {
  type Media = NonNullable<TargetingEvent['media']>[number];
  function spread(
    of: Partial<Media> & { label?: 'intimate' | 'synthetic'; own?: boolean; actors?: number },
  ): DetectedSignal[] {
    const stream = lived();
    const media = { perceptualHash: 'a1b2c3d4e5f60718', kind: 'image' as const };
    if (of.own) stream.add({ at: ONSET - DAY, kind: 'own-post', text: 'me', media: [media] });
    for (let i = 0; i < (of.actors ?? 14); i += 1) {
      const event = stream.speak(ONSET + i * 3 * MINUTE, `m${i}`, STRANGER, {
        stance: 'hostile',
        text: `liar and fraud ${stream.sentence('hostile')}`,
      });
      const { label, own: _, actors: __, ...rest } = of;
      const provenance = rest.provenance ?? 'stripped';
      const verdicts =
        label === undefined ? [] : [{ provider: 'hma', label, score: 0.97, version: '1' }];
      stream.events[stream.events.length - 1] = {
        ...event,
        // Each copy is encoded anew: a few bits differ.
        media: [{ ...media, perceptualHash: `a1b2c3d4e5f6071${i % 8}`, provenance }],
        verdicts,
      };
    }
    return fold(stream).signals;
  }

  test('one picture from many strangers with its origin removed is found', () => {
    expect(rank(tierOf(spread({}), 'synthetic-media'))).toBeGreaterThanOrEqual(2);
  });

  test('a photograph of the defender’s own is none', () => {
    expect(tierOf(spread({ own: true }), 'synthetic-media')).toBe('none');
  });

  test('a hit of a list of known intimate pictures acts at once', () => {
    const signals = spread({ label: 'intimate', actors: 1 });
    expect(tierOf(signals, 'synthetic-media')).toBe('shield');
    expect(signals.some((signal) => signal.directHarm)).toBe(true);
  });
});

describe('D16 surveillance', () => {
  function watch(of: {
    pages: number;
    accounts: number;
    pauseMs: (i: number) => number;
    registered?: boolean;
    hint?: number;
  }): string {
    const stream = quiet();
    stream.speak(ONSET - DAY, 'friend', PASSER, { stance: 'neutral' });
    let at = ONSET;
    for (let page = 0; page < of.pages; page += 1) {
      at += of.pauseMs(page);
      const actor = stream.actor(`w${page % of.accounts}`, at, STRANGER);
      const view = { what: 'followers' as const, page, clientHash: 'reader' };
      const client = { ...view, clientRegistered: of.registered ?? false };
      stream.add({ at, kind: 'viewed', actor, view: client });
    }
    const { signals, state } = fold(stream);
    const base = { ref: deriveId('e', 'breadth') as EventRef, defender: stream.defender };
    const breadth = { client: 'reader', targets: of.hint ?? 0 };
    const hint = { ...base, at: at + 1, crew: [], qValue: 0, breadth };
    return tierOf([...signals, ...applyHint(state, hint, policy)], 'surveillance');
  }
  const steady = () => 2_000;
  const human = (i: number) => 3_000 * (1 + ((i * 7919) % 23));

  test('pages in order, passed from account to account, act alone', () => {
    expect(watch({ pages: 8, accounts: 4, pauseMs: steady })).toBe('guard');
  });

  test('one account that pages like a machine asks to look', () => {
    expect(watch({ pages: 12, accounts: 1, pauseMs: steady })).toBe('watch');
  });

  test('a client that walks through many defenders acts alone', () => {
    expect(watch({ pages: 3, accounts: 1, pauseMs: steady, hint: 12 })).toBe('guard');
  });

  test.each([
    ['a curious person', { pages: 12, accounts: 1, pauseMs: human }],
    ['a registered app', { pages: 30, accounts: 6, pauseMs: steady, registered: true }],
  ])('%s is none', (_, of) => {
    expect(watch(of)).toBe('none');
  });
});

describe('D18 visibility suppression', () => {
  function dislike(reaction: string, seen: boolean | undefined, kind: ActorKind): string {
    const stream = lived();
    for (let i = 0; i < 30; i += 1) {
      const at = ONSET + i * MINUTE;
      const actor = stream.actor(`d${i}`, at, kind);
      const about = seen === undefined ? {} : { viewedObject: seen };
      stream.add({ at, kind: 'reacted', actor, reaction: { name: reaction, ...about } });
    }
    return tierOf(fold(stream).signals, 'suppression');
  }

  test('a wave of dislikes by strangers who never saw the post is found', () => {
    expect(rank(dislike('not-interested', false, STRANGER))).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ['dislike by people who saw it', 'downvote', true, PASSER],
    ['a wave of likes', 'like', false, STRANGER],
  ] as const)('%s is none', (_, reaction, seen, kind) => {
    expect(dislike(reaction, seen, kind)).toBe('none');
  });
});

describe('D19 shutdown', () => {
  const { cells } = policy.detectors.D19;
  const WINDOW = 10 * MINUTE;
  const NETWORKS = ['n-1', 'n-2', 'n-3'];

  function count(
    region: string,
    networkHash: string,
    lost: number,
    more: Partial<Measured> = {},
  ): Measured {
    const sessions = Math.round(600 * (1 - lost));
    const counted = { windowMs: WINDOW, sessions, attempts: 700, failures: 40 + 500 * lost };
    const quality = { resets: lost > 0 ? 400 * lost : 4, rttMs: 70 * (1 + 3 * lost) };
    return { country: 'AQ', region, networkHash, ...counted, ...quality, ...more };
  }

  /** Two days as usual, then an hour in which `lost` says what is missing. */
  function hour(
    lost: (region: string, network: string) => number,
    more: Partial<Measured> = {},
  ): OutageWord[] {
    const watch = newNetworkWatch();
    const words: OutageWord[] = [];
    for (let at = ONSET - 2 * DAY; at < ONSET + HOUR; at += WINDOW) {
      for (const region of ['north', 'south']) {
        for (const network of NETWORKS) {
          const now = at < ONSET ? 0 : lost(region, network);
          const seen = count(region, network, now, at < ONSET ? {} : more);
          const word = recordConnectivity(watch, seen, at, cells);
          if (word !== undefined) words.push(word);
        }
      }
    }
    return words;
  }
  const oneNetwork = (region: string, network: string) =>
    region === 'north' && network === 'n-1' ? 0.8 : 0;

  test('one network that is cut with resets is told within three windows', () => {
    const [word] = hour(oneNetwork);
    expect(word).toMatchObject({ scope: 'network', interference: true, networkHash: 'n-1' });
    expect((word?.at ?? 0) - ONSET).toBeLessThanOrEqual(3 * WINDOW);
  });

  test('a platform that is down everywhere is told as such', () => {
    expect(hour(() => 0.8).map((word) => word.scope)).not.toContain('network');
  });

  test('ordinary hours say nothing, and too few sessions are not judged', () => {
    expect(hour(() => 0.1)).toEqual([]);
    expect(hour(oneNetwork, { sessions: 599 })).toEqual([]);
  });

  test('fewer than ten defenders are never counted aloud', () => {
    const watch = newNetworkWatch();
    recordConnectivity(watch, count('north', 'n-1', 0), ONSET - WINDOW, cells);
    for (let at = ONSET - 2 * DAY; at < ONSET; at += WINDOW) {
      recordConnectivity(watch, count('north', 'n-1', 0), at, cells);
    }
    for (let key = 0; key < 9; key += 1) {
      const own = { key, at: ONSET, attempts: 5, failures: 5 };
      recordDefenderConnection(watch, 'AQ/north/n-1', own);
    }
    const words = [0, 1, 2].map((i) =>
      recordConnectivity(watch, count('north', 'n-1', 0.9), ONSET + i * WINDOW, cells),
    );
    expect(words.map((word) => word?.defenders)).toEqual([undefined, undefined, undefined]);
    expect(words.some((word) => word?.targeted === true)).toBe(false);
  });

  function told(outage: Partial<NonNullable<TargetingHint['outage']>>, failures: number): string {
    const stream = quiet();
    const connection = { networkHash: 'n-1', region: 'north', windowMs: WINDOW, attempts: 4 };
    stream.add({ at: ONSET, kind: 'connection-measured', connection: { ...connection, failures } });
    const { state } = fold(stream);
    const lost = { networkHash: 'n-1', region: 'north', lostRatio: 0.8, signals: 3 };
    const word = { ...lost, interference: true, scope: 'network' as const, targeted: false };
    const base = { ref: deriveId('e', 'out') as EventRef, defender: stream.defender };
    const hint = { ...base, at: ONSET + 1, crew: [], qValue: 0, outage: { ...word, ...outage } };
    return tierOf(applyHint(state, hint, policy), 'shutdown');
  }

  test('a cut network and own failures act alone', () => {
    expect(told({}, 3)).toBe('guard');
  });

  test.each([
    ['an unknown cause asks to look', { interference: false }, 'watch'],
    ['an outage everywhere is none', { scope: 'everywhere' }, 'none'],
    ['a broken release is none', { scope: 'client' }, 'none'],
    ['another network is none', { networkHash: 'n-9' }, 'none'],
  ] as const)('%s', (_, outage, tier) => {
    expect(told(outage, 3)).toBe(tier);
  });
});

describe('D20 off pattern', () => {
  function odd(days: number): readonly DetectedSignal[] {
    const stream = quiet();
    for (let day = 0; day < days; day += 1) {
      for (let i = 0; i < 4; i += 1) {
        const at = START + day * DAY + (8 + i) * HOUR;
        const said = { stance: 'neutral', text: `what a morning near the river ${day}` } as const;
        stream.speak(at, `friend${i}`, { ...PASSER, interactions: 3 }, said);
      }
    }
    const after = START + days * DAY;
    for (let i = 0; i < 30; i += 1) {
      const text = `${stream.sentence('neutral')} ${i}`;
      stream.speak(after + i * 20 * MINUTE, `x${i}`, PASSER, { stance: 'supportive', text });
    }
    stream.speak(after + DAY + 3 * HOUR, 'friend1', PASSER, { stance: 'neutral' });
    return fold(stream).signals;
  }

  test('a day unlike four weeks asks to look, and never more', () => {
    expect(tierOf(odd(28), 'off-pattern')).toBe('watch');
  });

  test('nothing is odd before two weeks are known', () => {
    expect(tierOf(odd(9), 'off-pattern')).toBe('none');
  });
});

test('a hint that says nothing new changes nothing', () => {
  const state = newDefenderState(quiet().defender);
  const actor = deriveId('a', 'x') as ActorRef;
  const hint = { defender: state.defender, at: ONSET, crew: [{ actor, targets: 9 }], qValue: 0.5 };
  expect(applyHint(state, { ...hint, ref: deriveId('e', 'h') as EventRef }, policy)).toEqual([]);
});
