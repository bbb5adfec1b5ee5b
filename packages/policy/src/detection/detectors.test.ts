import type { ActorRef, EventRef, TargetingEvent } from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyHint,
  applyWatermark,
  type DetectedSignal,
  type DetectionPolicy,
  freezeState,
  newDefenderState,
  thawState,
} from '@hrd-shield/domain';
import { describe, expect, test } from 'vitest';
import { loadDetectionPolicy } from './load-detection-policy.ts';
import { ONSET } from './testing/scenarios.ts';
import {
  type ActorKind,
  DAY,
  HOUR,
  MINUTE,
  ordinary,
  START,
  type Stance,
  Stream,
} from './testing/stream.ts';
import { TEXTS } from './testing/texts.ts';

const policy = loadDetectionPolicy();
const LONG_MS = 60_000;
const OLD: ActorKind = { ageDays: 900, exposed: true, interactions: 0 };
const STRANGER: ActorKind = { ageDays: 900, exposed: false, interactions: 0 };

function quiet(seed = 77): Stream {
  return new Stream({ seed, texts: TEXTS.en, auc: undefined });
}

/** A fortnight of ordinary life, so that habits are known. */
function lived(seed = 77): Stream {
  const stream = quiet(seed);
  stream.organic(16, 1.5);
  return stream;
}

function fold(stream: Stream, rules: DetectionPolicy = policy): DetectedSignal[] {
  let state = newDefenderState(stream.defender);
  const signals: DetectedSignal[] = [];
  stream.sorted().forEach((event, i) => {
    // A snapshot now and then must change nothing.
    if (i % 97 === 0) state = thawState(freezeState(state));
    signals.push(...applyEvent(state, event, rules));
  });
  for (const { explanation } of signals) {
    const sum = explanation.reasons.reduce((all, reason) => all + reason.contribution, 0);
    expect(Math.abs(explanation.prior + sum - explanation.logit)).toBeLessThan(1e-9);
  }
  return signals;
}

function loud(signals: readonly DetectedSignal[]): readonly DetectedSignal[] {
  return signals.filter(({ tier }) => tier === 'guard' || tier === 'shield');
}

function say(text: string, stance: Stance = 'neutral', kind: ActorKind = OLD): Stream {
  const stream = quiet();
  stream.speak(ONSET, 'somebody', kind, { stance, text });
  return stream;
}

function threatsOf(signals: readonly DetectedSignal[]): readonly string[] {
  return [...new Set(loud(signals).flatMap((signal) => signal.threats))];
}

describe('D2 slow drip', () => {
  function drip(kind: (i: number) => ActorKind, perDay = 6): Stream {
    const stream = lived();
    for (let day = 0; day < 10; day += 1) {
      for (let i = 0; i < perDay; i += 1) {
        const at = ONSET + day * DAY + (i * 23 * HOUR) / perDay;
        const text = `liar: ${stream.sentence('hostile')}`;
        const said = { stance: 'hostile', text, attack: true } as const;
        stream.speak(at, `drip${day}-${i}`, kind(day * perDay + i), said);
      }
    }
    return stream;
  }
  const crew = (i: number): ActorKind => ({
    ageDays: 12 + (i % 3),
    exposed: false,
    interactions: 0,
    createdAt: START + 5 * DAY + (i % 60) * HOUR,
    device: 'farm',
  });

  test('hostile new accounts of one cohort, a few a day, are told within days', () => {
    const signals = fold(drip(crew));
    const first = loud(signals)[0];
    expect(threatsOf(signals)).toContain('slow-drip');
    expect((first?.eventAt ?? 0) - ONSET).toBeLessThan(4 * DAY);
  }, 60_000);

  test('as many hostile strangers who have nothing in common are none', () => {
    const signals = fold(drip((i) => ({ ageDays: 100 + 41 * i, exposed: true, interactions: 0 })));
    expect(signals.flatMap((signal) => signal.threats)).not.toContain('slow-drip');
  }, 60_000);

  test('one critic who never stops is none', () => {
    const stream = lived();
    for (let i = 0; i < 60; i += 1) {
      const text = `again a liar and a fraud, part ${i}`;
      stream.speak(ONSET + i * 4 * HOUR, 'critic', OLD, { stance: 'hostile', text });
    }
    expect(loud(fold(stream))).toEqual([]);
  }, 60_000);

  test('it can be switched off by the rules', () => {
    const off = { ...policy, active: policy.active.filter((id) => id !== 'D2') };
    expect(fold(drip(crew), off).flatMap((signal) => signal.threats)).not.toContain('slow-drip');
  }, 60_000);
});

describe('D4 recurrent crew', () => {
  function withHint(qValue: number): readonly DetectedSignal[] {
    const stream = lived(5);
    for (let i = 0; i < 12; i += 1) {
      const said = { stance: 'hostile', text: `liar and traitor and shame on you ${i}` } as const;
      stream.speak(ONSET + i * MINUTE, `crew${i}`, STRANGER, said);
    }
    const state = newDefenderState(stream.defender);
    for (const event of stream.sorted()) applyEvent(state, event, policy);
    const crew = Array.from({ length: 8 }, (_, i) => ({
      actor: deriveId('a', 5, `crew${i}`) as ActorRef,
      targets: 3,
    }));
    const hint = {
      ref: deriveId('e', 'hint') as EventRef,
      defender: stream.defender,
      at: ONSET + HOUR,
      crew,
      qValue,
    };
    const signals = applyHint(state, hint, policy);
    expect(applyHint(state, hint, policy)).toEqual([]);
    return signals;
  }

  test('a hint raises the score of what is under way, once', () => {
    const reasons = withHint(0.001).flatMap((signal) => signal.explanation.reasons);
    expect(reasons.map((reason) => reason.template)).toContain('crew.other-targets');
  });

  test('ties that chance explains are not taken', () => {
    expect(withHint(0.2)).toEqual([]);
  });
});

describe('D5 fake accounts', () => {
  function wave(kind: (i: number) => ActorKind, stance: Stance): readonly string[] {
    const stream = lived(6);
    for (let i = 0; i < 25; i += 1) {
      stream.speak(ONSET + i * 10 * MINUTE, `w${i}`, kind(i), { stance });
    }
    return fold(stream).flatMap((signal) => (signal.tier === 'none' ? [] : signal.threats));
  }
  const madeAt = (i: number) => ONSET - 6 * DAY + i * HOUR;

  test('accounts made together on one device that attack are told', () => {
    const farm = (i: number): ActorKind => ({
      ageDays: 6,
      createdAt: madeAt(i),
      device: 'farm',
      exposed: false,
      interactions: 0,
    });
    expect(wave(farm, 'hostile')).toContain('fake-cohort');
  });

  test.each([
    ['a class that joined in one week', 'neutral', undefined],
    ['new arrivals who criticise', 'hostile', undefined],
    ['a café that shares a device', 'hostile', 'cafe'],
  ] as const)('%s are no cohort', (_, stance, device) => {
    const kind = (i: number): ActorKind => ({
      ageDays: 300 + 61 * i,
      ...(device === undefined ? { createdAt: madeAt(i) } : { device }),
      exposed: true,
      interactions: 0,
    });
    expect(wave(kind, stance)).not.toContain('fake-cohort');
  });
});

describe('D6 raid', () => {
  function sent(stance: 'hostile' | 'neutral'): readonly string[] {
    const stream = lived(8);
    for (let i = 0; i < 24; i += 1) {
      const event = stream.speak(ONSET + i * MINUTE, `r${i}`, STRANGER, {
        stance,
        text: `${stance === 'hostile' ? 'traitor and liar' : ''} ${stream.sentence(stance)} ${i}`,
      });
      if (event.actor === undefined) expect.unreachable();
      stream.events[stream.events.length - 1] = {
        ...event,
        actor: { ...event.actor, surface: 'quote', referrer: deriveId('o', 'board') as never },
      };
    }
    return fold(stream).flatMap((signal) => signal.threats);
  }

  test('strangers sent by one source to abuse are a raid', () => {
    expect(sent('hostile')).toContain('raid');
  });

  test('readers of a public quote who argue are none', () => {
    expect(sent('neutral')).not.toContain('raid');
  });
});

describe('D8 takedown abuse', () => {
  function demands(count: number, basis: 'court-order' | 'none-given'): readonly DetectedSignal[] {
    const stream = quiet();
    for (let i = 0; i < count; i += 1) {
      stream.add({
        at: ONSET + i * DAY,
        kind: 'legal-request-received',
        legalRequest: {
          requester: basis === 'court-order' ? 'court' : 'agency',
          basis,
          asks: 'removal',
        },
      });
    }
    return fold(stream);
  }

  test('several vague demands within a month are told, and only told', () => {
    const signals = demands(4, 'none-given');
    expect(signals.at(-1)).toMatchObject({ threat: 'takedown-abuse', tier: 'watch' });
  });

  test('one court order is none', () => {
    expect(demands(1, 'court-order')).toEqual([]);
  });
});

describe('D9 doxxing', () => {
  test('a match with the vault is told at once at the highest tier', () => {
    const stream = say('see you at the usual place', 'neutral');
    const event = stream.events[0] as TargetingEvent;
    stream.events[0] = { ...event, vault: ['address'] };
    expect(loud(fold(stream))[0]).toMatchObject({ threat: 'doxxing', tier: 'shield' });
  });

  test.each([
    'her home address and her number is +49 151 2345 6789, pay her a visit',
    'her number is +४९ १५१ २३४५ ६७८९ everybody',
    'she lives at 48.85661, 2.35222 in case you wonder, you know what to do',
    'his id number is 529.982.247-25 friends',
    'his bank is DE89 3704 0044 0532 0130 00 as we all know',
  ])('an item with words that give somebody away is told: %s', (text) => {
    expect(threatsOf(fold(say(text)))).toEqual(['doxxing']);
  });

  test.each([
    'call our hotline 0800 123 4567 if you need help',
    'our office number is +49 30 123 4567, contact us',
    'order number 4111 1111 1111 1111 has not arrived yet',
    'the hearing is on 2024-01-15 09:30, her number on the list is 12',
    'write to press@example.org for her schedule',
    'the museum in her street has 350 rooms and 12 halls',
  ])('what offices publish, orders and dates are none: %s', (text) => {
    expect(fold(say(text))).toEqual([]);
  });

  test('what the defender published is none', () => {
    const stream = say('her number is +49 151 2345 6789, call her', 'neutral');
    stream.add({ at: ONSET - HOUR, kind: 'own-post', text: 'reach me at +49 151 2345 6789' });
    expect(fold(stream)).toEqual([]);
  });

  test('no value of an item is in a signal or in the state', () => {
    const stream = say('her number is +49 151 2345 6789, call her', 'neutral');
    expect(JSON.stringify(fold(stream))).not.toContain('2345');
  });
});

describe('D10 threats', () => {
  test.each([
    ['en', 'we will find you tonight and slit your throat'],
    ['es', 'te vamos a matar esta noche en tu casa'],
    ['ru', 'мы тебя убьем, ножом у подъезда'],
    ['ar', 'سنقتلك الليلة أمام بيتك'],
    ['hi', 'तुझे जान से मार देंगे आज रात तेरे घर'],
    ['zh', '今晚我们会找到你家门口杀了你'],
  ])('one specific threat is told, %s', (language, text) => {
    const stream = say(text, 'hostile');
    stream.events[0] = { ...(stream.events[0] as TargetingEvent), language };
    expect(loud(fold(stream))[0]).toMatchObject({ threat: 'threat', directHarm: true });
  });

  test('one plain threat waits for others', () => {
    const stream = quiet();
    const at = (i: number) => {
      stream.speak(ONSET + i * MINUTE, `t${i}`, OLD, { stance: 'hostile', text: 'you will die' });
    };
    at(0);
    expect(loud(fold(stream))).toEqual([]);
    at(1);
    at(2);
    expect(threatsOf(fold(stream))).toContain('threat');
  });

  test.each([
    'they threatened her: we will kill you tonight at your house. protect her',
    'thank you, stay strong. solidarity from everybody who heard i will find you tonight',
    'this argument will kill the budget tomorrow, what a bomb of a speech',
    'strike on monday and boycott until friday, the whole factory stands still',
  ])('talk about threats, support and figures of speech are none: %s', (text) => {
    expect(loud(fold(say(text, 'neutral')))).toEqual([]);
  });
});

describe('D13 impersonation', () => {
  const own = {
    handle: 'mira_kovac',
    displayName: 'Mira Kovac',
    bio: 'lawyer for prisoners of conscience, river city, two cats and a garden',
    avatarHash: 'ffee00aa55cc1133',
    createdAt: START - 900 * DAY,
  };
  function clone(profile: Partial<typeof own> & { labelledParody?: boolean }, contacts: boolean) {
    const stream = quiet();
    const actor = { ref: deriveId('a', 'clone') as ActorRef };
    stream.add({ at: ONSET, kind: 'profile-changed', profile: own });
    const other = { ...own, createdAt: ONSET, ...profile };
    stream.add({ at: ONSET + HOUR, kind: 'profile-created', actor, profile: other });
    if (contacts) {
      const outreach = { messaged: 20, contactRatio: 0.8 };
      stream.add({ at: ONSET + 2 * HOUR, kind: 'outreach-counted', actor, outreach });
    }
    return fold(stream);
  }

  test('a disguised twin asks somebody to look, and acts once it writes to the contacts', () => {
    expect(clone({ handle: 'mіra_kоvac' }, false).at(-1)?.tier).toBe('watch');
    expect(clone({ handle: 'mira_kovacc' }, true).at(-1)).toMatchObject({
      threat: 'impersonation',
      tier: 'shield',
    });
  });

  test.each([
    ['a namesake', { avatarHash: '0011ff55aa33ee00', bio: 'baker and football fan' }],
    ['labelled parody', { labelledParody: true }],
    ['another name with the same picture', { handle: 'garden_club', displayName: 'Garden Club' }],
    ['an older account', { createdAt: START - 2000 * DAY }],
  ])('%s is none', (_, profile) => {
    expect(clone(profile, true)).toEqual([]);
  });
});

describe('D15 phishing', () => {
  function link(url: string, kind: ActorKind = STRANGER): readonly DetectedSignal[] {
    const stream = quiet();
    stream.add({
      at: ONSET,
      kind: 'messaged',
      actor: stream.actor('sender', ONSET, kind),
      links: [url],
    });
    return fold(stream);
  }

  test.each([
    'https://instagram-verify.com/appeal',
    'https://login.google.secure-session.org/',
    'http://g00gle.com/signin',
    'https://instagrarn.com/login',
    'https://cdn.example.org/invite.apk',
  ])('a stranger who sends %s is told', (url) => {
    expect(threatsOf(link(url))).toEqual(['phishing']);
  });

  test.each([
    'https://www.example.org/story/2024?id=7',
    'https://accounts.google.com/signin',
    'https://photon.example/',
    'https://signals.example.co.uk/report.pdf',
    'https://fundraiser.example/help-us.html',
  ])('an ordinary first message with %s is none', (url) => {
    expect(link(url)).toEqual([]);
  });

  /** Threats after a hint about the sender of an ordinary letter, so long after it. */
  function hinted(kind: ActorKind, letter?: true, afterMs = 0): readonly string[] {
    const stream = quiet();
    const actor = stream.actor('sender', ONSET, kind);
    stream.add({ at: ONSET, kind: 'messaged', actor, links: ['https://a1.desk.example/form'] });
    const state = newDefenderState(stream.defender);
    for (const event of stream.sorted()) applyEvent(state, event, policy);
    applyWatermark(state, ONSET + afterMs, policy);
    const crew = [{ actor: actor.ref, targets: 2 }];
    const { defender } = stream;
    const ref = deriveId('e', 'hint') as EventRef;
    const hint = { ref, defender, at: ONSET, crew, qValue: 0.001, ...(letter ? { letter } : {}) };
    return threatsOf(applyHint(thawState(freezeState(state)), hint, policy));
  }

  test.each([
    ['a stranger', STRANGER],
    ['somebody who wrote before and got no answer', { ...STRANGER, interactions: 4 }],
  ])('an ordinary link of %s that met other defenders', (_, kind) => {
    expect(hinted(kind)).toEqual(['phishing']);
  });

  test('a hint counts where nobody has acted for two days', () => {
    expect(hinted(STRANGER, undefined, 48 * HOUR)).toEqual(['phishing']);
  });

  test.each([
    ['the letter itself', true, ['phishing']],
    ['the sender alone', undefined, []],
  ] as const)('of one whom the defender answers a hint about %s', (_, letter, threats) => {
    expect(hinted({ ...STRANGER, interactions: 4, answered: true }, letter)).toEqual(threats);
  });

  test('a known contact may send what they like', () => {
    expect(link('https://instagram-verify.com/x', { ...OLD, interactions: 9 })).toEqual([]);
  });
});

describe('D17 flood', () => {
  function follows(kind: (i: number) => ActorKind): readonly string[] {
    const stream = lived(9);
    for (let i = 0; i < 400; i += 1) {
      const at = ONSET + i * 5_000;
      stream.add({ at, kind: 'followed', actor: stream.actor(`f${i}`, at, kind(i)) });
    }
    return fold(stream).flatMap((signal) => (signal.tier === 'none' ? [] : signal.threats));
  }

  test('hundreds of young followers from nowhere are told', () => {
    expect(follows(() => ({ ageDays: 3, exposed: false, interactions: 0 }))).toContain('flood');
  });

  test('followers after an appearance are none', () => {
    expect(follows((i) => ({ ageDays: 90 + 3 * i, exposed: true, interactions: 0 }))).toEqual([]);
  });
});

describe('what must stay below guard', () => {
  const TESTIMONIES = [
    'he shouted at me in front of the whole team and I still dream of it',
    'same here, three years ago at the river office, nobody listened then',
    'I left that job because of her, it took me a long time to say so',
    'my sister told me the same story and I believe her',
    'what she did to the interns was a disgrace, I was one of them',
    'he called me an idiot every week, in writing, I kept the letters',
  ];
  const STRIKE = [
    'strike on monday at the gate, all shifts',
    'boycott the factory until they listen to us',
    'we ask the director to answer, signed by the whole night shift',
    'no work until the contracts are back, tell your colleagues',
  ];
  const SOLIDARITY = ['we stand with you, thank you for your courage, hands off our colleague'];

  test.each([
    ['testimonies about the defender', 'hostile', TESTIMONIES],
    ['a strike or boycott against the employer', 'neutral', STRIKE],
    ['solidarity copied by many', 'supportive', SOLIDARITY],
  ] as const)(
    '%s',
    (_, stance, themes) => {
      const stream = lived(11);
      for (let i = 0; i < 80; i += 1) {
        const own = `${stream.sentence('neutral')} ${stream.sentence('neutral')}`;
        const text =
          stance === 'supportive' ? stream.pick(themes) : `${stream.pick(themes)}. ${own}`;
        stream.speak(ONSET + i * 2 * MINUTE, `p${i}`, ordinary(stream, false), { stance, text });
      }
      expect(loud(fold(stream)).map((signal) => signal.explanation.reasons)).toEqual([]);
    },
    LONG_MS,
  );
});
