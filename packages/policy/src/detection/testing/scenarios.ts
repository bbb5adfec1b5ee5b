import {
  type ActorKind,
  DAY,
  HOME,
  HOUR,
  MINUTE,
  ordinary,
  START,
  Stream,
  type StreamOptions,
} from './stream.ts';

/** Where the scenario begins after the usual days. */
const WARM_DAYS = 16;
export const ONSET = START + WARM_DAYS * DAY + 14 * HOUR;

function commanded(stream: Stream, exposure: number, young: number): ActorKind {
  const isYoung = stream.random() < young;
  return {
    ageDays: isYoung ? stream.between(1, 25) : stream.between(60, 2500),
    exposed: stream.random() < exposure,
    interactions: 0,
  };
}

function base(options: StreamOptions, perHour = 1.5): Stream {
  const stream = new Stream(options);
  stream.organic(WARM_DAYS + 1, perHour);
  return stream;
}

/** A01: flash pile-on by replies. */
export function a01(options: StreamOptions): Stream {
  const stream = base(options);
  const n = Math.floor(stream.between(30, 200));
  const span = stream.between(5, 60) * MINUTE;
  const exposure = stream.between(0.1, 0.4);
  for (let i = 0; i < n; i += 1) {
    stream.speak(ONSET + stream.random() * span, `mob${i}`, commanded(stream, exposure, 0.2), {
      stance: stream.random() < 0.85 ? 'hostile' : 'neutral',
      attack: true,
    });
  }
  return stream;
}

/** A03: copypasta smear. */
export function a03(options: StreamOptions): Stream {
  const stream = base(options);
  const n = Math.floor(stream.between(10, 80));
  const span = stream.between(10, 240) * MINUTE;
  const template = `${stream.sentence('hostile')} ${stream.sentence('neutral')}`;
  for (let i = 0; i < n; i += 1) {
    const text =
      stream.random() < 0.7 ? template : `${template} ${stream.pick(['!!', '🔥', 'ok'])}`;
    stream.speak(ONSET + stream.random() * span, `copy${i}`, commanded(stream, 0.25, 0.2), {
      stance: 'hostile',
      text,
      attack: true,
    });
  }
  return stream;
}

/** A15: mass false reports in a burst. */
export function a15(options: StreamOptions): Stream {
  const stream = base(options);
  const n = Math.floor(stream.between(20, 150));
  const unseen = stream.between(0.4, 1);
  const reasons = ['hate', 'hate', 'hate', 'harassment', 'spam'];
  for (let i = 0; i < n; i += 1) {
    stream.report(ONSET + stream.random() * 2 * HOUR, `rep${i}`, commanded(stream, 0.2, 0.2), {
      viewed: stream.random() >= unseen,
      reason: stream.pick(reasons),
      attack: true,
    });
  }
  return stream;
}

const ELSEWHERE = {
  networkHash: 'far-network',
  country: 'XA',
  geoCell: { latitude: 10, longitude: 100 },
  deviceHash: 'unknown-box',
  userAgentFamily: 'browser',
  method: 'password',
} as const;

/** A22: takeover; half of them by a stolen cookie, without a sign-in. */
export function a22(options: StreamOptions): Stream {
  const stream = base(options);
  if (stream.random() < 0.5) stream.signIn(ONSET, ELSEWHERE);
  const change = stream.add({
    at: ONSET + 4 * MINUTE,
    kind: 'credential-changed',
    changed: 'recovery',
    signIn: ELSEWHERE,
  });
  stream.hostile.add(change.ref);
  stream.add({ at: ONSET + 7 * MINUTE, kind: 'data-exported', signIn: ELSEWHERE });
  return stream;
}

/** B01: viral support wave. */
export function b01(options: StreamOptions): Stream {
  const stream = base(options);
  for (let i = 0; i < 300; i += 1) {
    stream.speak(ONSET + stream.random() * 2 * HOUR, `fan${i}`, ordinary(stream, false), {
      stance: stream.random() < 0.9 ? 'supportive' : 'neutral',
    });
  }
  return stream;
}

/** B02: copy-paste solidarity statement. */
export function b02(options: StreamOptions): Stream {
  const stream = base(options);
  const statement = `${stream.sentence('supportive')} ${stream.sentence('supportive')}`;
  for (let i = 0; i < 120; i += 1) {
    stream.speak(ONSET + stream.random() * 4 * HOUR, `ally${i}`, ordinary(stream, false), {
      stance: 'supportive',
      text: statement,
    });
  }
  return stream;
}

/** B04: breaking news that names the defender. */
export function b04(options: StreamOptions): Stream {
  const stream = base(options);
  for (let i = 0; i < 400; i += 1) {
    const at = ONSET + stream.random() * stream.random() * 3 * HOUR;
    stream.speak(at, `news${i}`, ordinary(stream, false), {
      stance: stream.pick(['neutral', 'neutral', 'neutral', 'supportive', 'hostile'] as const),
    });
  }
  return stream;
}

/** B05: organic criticism after a controversial post. */
export function b05(options: StreamOptions): Stream {
  const stream = base(options);
  const negative = stream.between(0.3, 0.7);
  for (let i = 0; i < 200; i += 1) {
    stream.speak(ONSET + stream.random() * 3 * HOUR, `critic${i}`, ordinary(stream, false), {
      stance: stream.random() < negative ? 'hostile' : 'neutral',
    });
  }
  return stream;
}

/** B16: travel, a new phone, a VPN; sometimes a password change at the new place. */
export function b16(options: StreamOptions): Stream {
  const stream = base(options);
  const abroad = {
    networkHash: 'hotel',
    country: 'KE',
    geoCell: { latitude: -1.3, longitude: 36.8 },
  };
  const kind = stream.pick(['travel', 'phone', 'vpn', 'phone-abroad', 'forgot'] as const);
  if (kind === 'travel') stream.signIn(ONSET, { ...abroad, method: 'password' });
  if (kind === 'phone') stream.signIn(ONSET, { deviceHash: 'new-phone', method: 'password' });
  if (kind === 'vpn') {
    stream.signIn(ONSET, { networkHash: 'vpn', country: 'SE', knownVpn: true });
  }
  if (kind === 'phone-abroad') {
    stream.signIn(ONSET, { ...abroad, deviceHash: 'new-phone', method: 'mfa' });
    stream.add({
      at: ONSET + 5 * MINUTE,
      kind: 'credential-changed',
      changed: 'mfa',
      signIn: { ...HOME, ...abroad, deviceHash: 'new-phone' },
    });
  }
  if (kind === 'forgot') {
    for (let i = 0; i < 4; i += 1) {
      stream.add({ at: ONSET + i * MINUTE, kind: 'login-failed', signIn: HOME });
    }
    stream.add({ at: ONSET + 5 * MINUTE, kind: 'password-reset-requested', signIn: HOME });
    stream.add({
      at: ONSET + 9 * MINUTE,
      kind: 'credential-changed',
      changed: 'password',
      signIn: HOME,
    });
  }
  return stream;
}

/** B17: a post that breaks the rules, reported by many who saw it. */
export function b17(options: StreamOptions): Stream {
  const stream = base(options);
  for (let i = 0; i < 60; i += 1) {
    stream.report(ONSET + stream.random() * 6 * HOUR, `viewer${i}`, ordinary(stream, false), {
      viewed: stream.random() < 0.92,
      reason: stream.pick(['hate', 'harassment', 'violence', 'misinformation', 'other']),
    });
  }
  return stream;
}

export const ATTACKS = { a01, a03, a15, a22 } as const;
export const LOOK_ALIKES = { b01, b02, b04, b05, b16, b17 } as const;
