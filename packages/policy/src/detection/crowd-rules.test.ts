import type { ActorRef, EventRef } from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyHint,
  applyWatermark,
  type DetectedSignal,
  type EvidenceVector,
  newDefenderState,
  newNetworkWatch,
  recordConnectivity,
  weighEvidence,
} from '@hrd-shield/domain';
import { describe, expect, test } from 'vitest';
import { loadDetectionPolicy } from './load-detection-policy.ts';
import { type ActorKind, DAY, HOUR, MINUTE, START, Stream } from './testing/stream.ts';
import { TEXTS } from './testing/texts.ts';

const policy = loadDetectionPolicy();
const STRANGER: ActorKind = { ageDays: 900, exposed: false, interactions: 0 };
const PASSER: ActorKind = { ageDays: 900, exposed: true, interactions: 0 };
const ASKING = { hostile: 0.4, supportive: 0.1, weight: 5, leaning: 0.3 };
const ABUSE = 'you liar, nobody wants you here';

function quiet(seed = 41): Stream {
  return new Stream({ seed, texts: TEXTS.en, auc: undefined });
}

function fold(stream: Stream): readonly DetectedSignal[] {
  const state = newDefenderState(stream.defender);
  return stream.sorted().flatMap((event) => [...applyEvent(state, event, policy)]);
}

function loud(signals: readonly DetectedSignal[]): readonly DetectedSignal[] {
  return signals.filter(({ tier }) => tier === 'guard' || tier === 'shield');
}

/** Twelve actors with content and volume; what the gates read is given. */
function vector(
  of: Partial<EvidenceVector> & { readonly exposure: number; readonly cohort?: number },
): EvidenceVector {
  const { cohort = 0, exposure, ...rest } = of;
  const item = (family: 'volume' | 'content' | 'exposure' | 'cohort', weight: number) => ({
    family,
    template: `test.${family}`,
    value: 1,
    weight,
    detector: 'D3',
  });
  return {
    items: [
      item('volume', 4),
      item('content', cohort > 0 ? 0 : 4),
      item('exposure', exposure),
      item('cohort', cohort),
    ],
    benign: [],
    missing: [],
    degraded: false,
    directHarm: false,
    nonSpeech: false,
    disguised: false,
    oneSite: 0,
    stance: ASKING,
    actors: 12,
    way: undefined,
    ...rest,
  };
}

function isOpen(of: EvidenceVector): boolean {
  return weighEvidence(of, policy).gatedTier === 'shield';
}

describe('the gate of hostility', () => {
  test('copies that are made unlike each other open it where plain copies do not', () => {
    expect(isOpen(vector({ exposure: 1.5 }))).toBe(false);
    expect(isOpen(vector({ exposure: 1.5, disguised: true }))).toBe(true);
  });

  test('a cohort of which half came by a visible way is a public', () => {
    expect(isOpen(vector({ exposure: 2, cohort: 3 }))).toBe(true);
    expect(isOpen(vector({ exposure: 0.4, cohort: 3 }))).toBe(false);
  });

  test('a cohort of which four of ten came by a visible way may be a public by chance', () => {
    const cohort = { exposure: 1.1, cohort: 3 };
    expect(isOpen(vector({ ...cohort, way: { share: 0.4, known: 10 } }))).toBe(false);
    expect(isOpen(vector({ ...cohort, way: { share: 0.4, known: 60 } }))).toBe(true);
    expect(isOpen(vector({ ...cohort, way: { share: 0.2, known: 20 } }))).toBe(true);
  });

  test('a way that speaks neither for nor against a cohort is known, and it is a public', () => {
    const cohort = { exposure: 0, cohort: 3 };
    expect(isOpen(vector({ ...cohort, way: { share: 0.55, known: 60 } }))).toBe(false);
    expect(isOpen(vector(cohort))).toBe(true);
  });

  test('plain copies of whom three of ten came by a visible way may be a public by chance', () => {
    const copied = { exposure: 1.8, stance: { ...ASKING, leaning: 0.6 } };
    expect(isOpen(vector({ ...copied, way: { share: 0.3, known: 12 } }))).toBe(false);
    expect(isOpen(vector({ ...copied, way: { share: 0.3, known: 80 } }))).toBe(true);
    expect(isOpen(vector({ ...copied, disguised: true, way: { share: 0.3, known: 12 } }))).toBe(
      true,
    );
  });

  test('copies open it for a crowd that mostly copies, not for the third that sounds alike', () => {
    const copied = { exposure: 1.5, disguised: true };
    expect(isOpen(vector({ ...copied, copies: 0.35 }))).toBe(false);
    expect(isOpen(vector({ ...copied, copies: 0.6 }))).toBe(true);
  });

  const HOSTILE = { hostile: 0.5, supportive: 0.1, weight: 20, leaning: 2 };

  test('a public that argues does not open it by what it says; a crew without a way does', () => {
    const hostile = { stance: HOSTILE };
    expect(isOpen(vector({ exposure: 0.5, ...hostile }))).toBe(true);
    expect(isOpen(vector({ exposure: 0, ...hostile }))).toBe(true);
    expect(isOpen(vector({ exposure: -0.9, ...hostile }))).toBe(false);
    expect(isOpen(vector({ exposure: -2, ...hostile }))).toBe(false);
  });

  test('most say the same words: what is judged of them is judged once, and needs more', () => {
    const slogan = { exposure: 0.5, copies: 0.8 };
    expect(isOpen(vector({ ...slogan, stance: HOSTILE }))).toBe(false);
    expect(isOpen(vector({ ...slogan, copies: 0.3, stance: HOSTILE }))).toBe(true);
    expect(isOpen(vector({ ...slogan, stance: { ...HOSTILE, leaning: 3 } }))).toBe(true);
  });

  test('one text that many weak judges call abuse opens it for those who lean to abuse', () => {
    const repeated = { exposure: 0.5, copies: 0.8, textLeaning: 3 };
    expect(isOpen(vector({ ...repeated, stance: HOSTILE }))).toBe(true);
    expect(isOpen(vector({ ...repeated, textLeaning: 2, stance: HOSTILE }))).toBe(false);
    expect(isOpen(vector({ ...repeated, stance: ASKING }))).toBe(false);
    expect(isOpen(vector({ ...repeated, oneSite: 0.7, stance: HOSTILE }))).toBe(false);
  });

  test('copies that share one piece are its title, and need the leaning of a raid', () => {
    const copied = { exposure: 1.5, disguised: true, stance: { ...HOSTILE, leaning: 0.5 } };
    expect(isOpen(vector(copied))).toBe(true);
    expect(isOpen(vector({ ...copied, oneSite: 0.7 }))).toBe(false);
    expect(isOpen(vector({ ...copied, oneSite: 0.7, stance: HOSTILE }))).toBe(false);
    const abuse = { ...HOSTILE, leaning: 3 };
    expect(isOpen(vector({ ...copied, oneSite: 0.7, stance: abuse }))).toBe(true);
  });

  test('copies whose few voices lean by chance stay closed', () => {
    const chance = { ...HOSTILE, leaning: 0.1 };
    expect(isOpen(vector({ exposure: 1.5, disguised: true, stance: chance }))).toBe(false);
  });

  test('a closed gate makes the same evidence a small claim, still to be watched', () => {
    const closed = weighEvidence(vector({ exposure: 1.5 }), policy).score;
    const open = weighEvidence(vector({ exposure: 1.5, disguised: true }), policy).score;
    expect(closed).toBeLessThan(0.2);
    expect(closed).toBeGreaterThan(policy.fusion.tiers.watch.enter);
    expect(open).toBeGreaterThan(0.9);
  });
});

describe('one text, repeated by sixty of whom nothing is known', () => {
  /** Seven of ten are judged, in a language where judges are weak; no term of a list is in it. */
  function repeated(hostileOfSeven: number): number {
    const stream = quiet();
    stream.organic(16, 1);
    for (let i = 0; i < 60; i += 1) {
      const at = START + 17 * DAY + i * MINUTE;
      const label = i % 10 < hostileOfSeven ? 'hostile' : 'neutral';
      const verdict = { provider: 'stand-in', label, score: 0.7, version: '1' } as const;
      stream.add({
        at,
        kind: 'quoted',
        actor: { ref: deriveId('a', 41, `r${i}`) as ActorRef },
        text: 'she took the keys of the old house and the whole street knows why she did so',
        language: 'pt',
        ...(i % 10 < 7 ? { verdicts: [verdict] } : {}),
      });
    }
    return loud(fold(stream)).length;
  }

  test('is an attack where judges call it abuse as often as they do abuse', () => {
    expect(repeated(5)).toBeGreaterThan(0);
  });

  test('is none where they call it abuse as often as they do criticism', () => {
    expect(repeated(2)).toBe(0);
  });
});

describe('who is listed', () => {
  function pileOn(kind: ActorKind, text: string): readonly DetectedSignal[] {
    const stream = quiet();
    stream.organic(16, 1);
    for (let i = 0; i < 40; i += 1) {
      const at = START + 17 * DAY + i * MINUTE;
      stream.speak(at, `c${i}`, STRANGER, { stance: 'hostile', text: `${ABUSE} ${i}` });
    }
    stream.speak(START + 17 * DAY + 10 * MINUTE, 'one', kind, { stance: 'neutral', text });
    return loud(fold(stream));
  }
  const one = deriveId('a', 41, 'one') as ActorRef;
  const isListed = (signals: readonly DetectedSignal[]) =>
    signals.some(({ actors }) => actors.some(({ ref }) => ref === one));

  test('most of an attack, each by own words or ways', () => {
    const listed = Math.max(...pileOn(PASSER, 'when is the meeting?').map((s) => s.actors.length));
    expect(listed).toBeGreaterThanOrEqual(30);
  });

  test('never somebody who was only there', () => {
    expect(isListed(pileOn(PASSER, 'when is the next meeting, please?'))).toBe(false);
  });

  test('who came by no visible way and abuses', () => {
    expect(isListed(pileOn(STRANGER, ABUSE))).toBe(true);
  });

  test('who joins late is told within three hours', () => {
    const stream = quiet();
    stream.organic(16, 1);
    const speak = (at: number, name: string) =>
      stream.speak(START + at, name, STRANGER, { stance: 'hostile', text: `${ABUSE} ${name}` });
    for (let i = 0; i < 40; i += 1) speak(17 * DAY + i * MINUTE, `c${i}`);
    const state = newDefenderState(stream.defender);
    for (const event of stream.sorted()) applyEvent(state, event, policy);
    applyWatermark(state, START + 17 * DAY + 4 * HOUR, policy);
    const late = speak(17 * DAY + 4 * HOUR, 'one');
    expect(isListed(applyEvent(state, late, policy))).toBe(false);
    expect(isListed(applyWatermark(state, START + 17 * DAY + 8 * HOUR, policy))).toBe(true);
  });
});

describe('a slow drip', () => {
  function drip(kind: ActorKind): number {
    const stream = quiet();
    stream.organic(16, 0.1);
    for (let i = 0; i < 16; i += 1) {
      const text = `${ABUSE}, ${stream.sentence('neutral')}`;
      const made = { ...kind, ageDays: 200 + i * 97 };
      stream.speak(START + 17 * DAY + i * 4 * HOUR, `d${i}`, made, { stance: 'hostile', text });
    }
    return loud(fold(stream)).filter(({ threats }) => threats.includes('slow-drip')).length;
  }

  test('of strangers who came by no visible way is found within three days', () => {
    expect(drip(STRANGER)).toBeGreaterThan(0);
  });

  test('is judged by who came since it began, not by the public of the days before', () => {
    const stream = quiet();
    stream.organic(16, 0.1);
    for (let i = 0; i < 30; i += 1) {
      const at = START + 14 * DAY + i * 2 * HOUR;
      stream.speak(at, `p${i}`, { ...PASSER, ageDays: 300 + i * 61 }, { stance: 'neutral' });
    }
    const began = START + 17 * DAY;
    for (let i = 0; i < 10; i += 1) {
      const text = `${ABUSE}, ${stream.sentence('neutral')}`;
      const made = { ...STRANGER, ageDays: 200 + i * 97 };
      stream.speak(began + i * 4 * HOUR, `d${i}`, made, { stance: 'hostile', text });
    }
    const told = loud(fold(stream)).filter(({ threats }) => threats.includes('slow-drip'));
    expect(told.length).toBeGreaterThan(0);
    expect(told[0]?.actorCount).toBeLessThan(12);
  });

  test('does not speak for the crowd of the day around it', () => {
    const stream = quiet();
    stream.organic(16, 0.1);
    const came = START + 17 * DAY;
    for (let i = 0; i < 24; i += 1) {
      const made = { ...PASSER, ageDays: 300 + i * 61 };
      stream.speak(came + i * MINUTE, `p${i}`, made, { stance: 'neutral' });
    }
    for (let i = 0; i < 9; i += 1) {
      const made = { ...STRANGER, ageDays: 200 + i * 97 };
      const at = came + (30 + i * 25) * MINUTE;
      stream.speak(at, `d${i}`, made, { stance: 'hostile', text: `${ABUSE} ${i}` });
    }
    const ways: number[] = [];
    const state = newDefenderState(stream.defender);
    for (const event of stream.sorted()) {
      applyEvent(state, event, policy, ({ evidence }) => {
        const told = evidence.items.map(({ template }) => template);
        if (!told.includes('drip.raised-rate') || !told.includes('speech.burst')) return;
        ways.push(evidence.way?.known ?? 0);
      });
    }
    expect(ways.length).toBeGreaterThan(0);
    expect(Math.min(...ways)).toBeGreaterThan(20);
  });

  test('counts each event once, although it lies in the memory of the day, too', () => {
    const stream = quiet();
    const began = START + 15 * DAY;
    for (let i = 0; i < 24; i += 1) {
      const text = `${ABUSE}, ${stream.sentence('neutral')}`;
      const made = { ...STRANGER, ageDays: 200 + i * 97 };
      stream.speak(began + i * 2 * HOUR, `d${i}`, made, { stance: 'hostile', text });
    }
    const told = loud(fold(stream)).filter(({ threats }) => threats.includes('slow-drip'));
    expect(told.length).toBeGreaterThan(0);
    for (const { actorCount, eventCount } of told) expect(eventCount).toBe(actorCount);
  });

  test('of people who came by a visible way is a quarrel', () => {
    expect(drip(PASSER)).toBe(0);
  });

  /** Forty newcomers a day, of whom one in five abuses, and six more for six days. */
  function busy(kind: (i: number) => ActorKind, text = ABUSE): number {
    const stream = quiet();
    for (let i = 0; i < 22 * 40; i += 1) {
      const at = START + (i * DAY) / 40;
      const said = i % 5 === 1 ? ABUSE : '';
      const made = { ageDays: 300 + i * 61, exposed: i % 8 !== 0, interactions: 0 };
      const words = `${said} ${stream.sentence('neutral')}`;
      stream.speak(at, `p${i}`, made, { stance: 'neutral', text: words });
    }
    for (let i = 0; i < 36; i += 1) {
      const at = START + 16 * DAY + i * 4 * HOUR + MINUTE;
      const words = `${text} ${stream.sentence('neutral')}`;
      stream.speak(at, `d${i}`, kind(i), { stance: 'neutral', text: words });
    }
    return loud(fold(stream)).filter(({ threats }) => threats.includes('slow-drip')).length;
  }
  const made = (i: number): ActorKind => ({
    ...STRANGER,
    createdAt: START - 40 * DAY + (i % 60) * HOUR,
  });

  test('is found on a busy page too, among those of the newcomers who came by no visible way', () => {
    expect(busy(made)).toBeGreaterThan(0);
  });

  test('is none on a busy page where they say nothing hostile, or have nothing in common', () => {
    expect(busy(made, '')).toBe(0);
    expect(busy((i) => ({ ...PASSER, ageDays: 200 + i * 97 }))).toBe(0);
    expect(busy((i) => ({ ...STRANGER, ageDays: 200 + i * 97 }))).toBe(0);
  });
});

test('a crew that takes turns is seen over two weeks, though never four on a day', () => {
  const stream = quiet();
  stream.organic(16, 0.1);
  for (let i = 0; i < 6; i += 1) {
    const at = START + 17 * DAY + i * 30 * HOUR;
    stream.speak(at, `t${i}`, STRANGER, { stance: 'hostile', text: `${ABUSE} ${i}` });
  }
  const state = newDefenderState(stream.defender);
  for (const event of stream.sorted()) applyEvent(state, event, policy);
  const hint = {
    ref: deriveId('e', 'turns') as EventRef,
    defender: stream.defender,
    at: START + 17 * DAY + 151 * HOUR,
    crew: Array.from({ length: 6 }, (_, i) => ({
      actor: deriveId('a', 41, `t${i}`) as ActorRef,
      targets: 3,
    })),
    qValue: 0.001,
  };
  const seen: string[] = [];
  applyHint(state, hint, policy, ({ evidence }) => {
    seen.push(...evidence.items.map(({ template }) => template));
  });
  expect(seen).toContain('crew.other-targets');
});

test('a client that walks here in turns and was at six defenders this week acts alone', () => {
  const walk = (targets: number) => {
    const stream = quiet();
    stream.speak(START, 'friend', PASSER, { stance: 'neutral' });
    for (let page = 0; page < 3; page += 1) {
      const at = START + DAY + page * 2_000;
      const view = { what: 'followers' as const, page, clientHash: 'slow' };
      const client = { ...view, clientRegistered: false };
      stream.add({
        at,
        kind: 'viewed',
        actor: stream.actor(`w${page}`, at, STRANGER),
        view: client,
      });
    }
    const state = newDefenderState(stream.defender);
    for (const event of stream.sorted()) applyEvent(state, event, policy);
    const base = { ref: deriveId('e', 'slow') as EventRef, defender: stream.defender };
    const breadth = { client: 'slow', targets, slow: true };
    const hint = { ...base, at: START + DAY + MINUTE, crew: [], qValue: 0, breadth };
    return loud(applyHint(state, hint, policy)).length;
  };
  expect(walk(5)).toBe(0);
  expect(walk(6)).toBe(1);
});

test('harm that acts alone has a second reason: who did it', () => {
  const stream = quiet();
  const at = START + DAY;
  const actor = stream.actor('x', at, STRANGER);
  stream.add({ at, kind: 'replied', actor, text: 'her house', vault: ['address'] });
  const [signal] = fold(stream);
  expect(signal?.explanation.reasons.map(({ template }) => template)).toEqual([
    'doxxing.vault-match',
    'doxxing.authors',
  ]);
});

test('a cut that begins at night is told, and never learnt as usual', () => {
  const { cells } = policy.detectors.D19;
  const watch = newNetworkWatch();
  const base = { country: 'X', region: 'north', networkHash: 'n', windowMs: 10 * MINUTE };
  const count = (at: number, sessions: number, resets: number) =>
    recordConnectivity(
      watch,
      { ...base, sessions, attempts: 130, failures: 90, resets },
      at,
      cells,
    );
  for (let i = 0; i < 3 * 144; i += 1) count(START + i * 10 * MINUTE, 120, 2);
  const words = Array.from({ length: 6 }, (_, i) =>
    count(START + 3 * DAY + i * 10 * MINUTE, 40, 70),
  ).filter((word) => word !== undefined);
  expect(words[0]).toMatchObject({ interference: true });
});
