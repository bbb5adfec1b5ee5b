import type { SignInShape } from '../shapes.ts';
import type { CityEvent, EventTruth } from '../truth.ts';
import { eventOf, type Stage } from './scenario.ts';

/** Order in which a thief secures an account; a shape takes the first few. */
const SENSITIVE = ['recovery', 'mfa', 'export', 'oauth'] as const;
const FAR_AWAY = { latitude: -34.5, longitude: -58.5 };

/** A takeover: guesses and resets, a sign-in from nowhere, then changes that lock the owner out. */
export function takeOver(stage: Stage, shape: SignInShape): CityEvent[] {
  const { random, startsAt } = stage;
  const thief = {
    networkHash: `n-proxy-${random.int(1000)}`,
    deviceHash: `dev-thief-${random.int(1e6)}`,
    country: shape.stolenSession ? stage.home.country : 'AR',
    geoCell: shape.stolenSession ? stage.home.geoCell : FAR_AWAY,
    userAgentFamily: 'HeadlessBrowser',
    rttBucketMs: 300,
  };
  const truth = { role: 'attacker', hostile: true } as const;
  const steps = shape.failures + shape.resets + 1 + shape.sensitiveSteps;
  let step = 0;
  const next = (): number => startsAt + (shape.durationMs * step++) / steps;
  const events: CityEvent[] = [];
  for (let i = 0; i < shape.failures; i++) {
    const data = { signIn: { ...thief, method: 'password' } };
    events.push(
      eventOf(stage, 'org.hrdshield.account.login-failed.v1', { at: next(), truth, data }),
    );
  }
  for (let i = 0; i < shape.resets; i++) {
    const type = 'org.hrdshield.account.password-reset-requested.v1';
    events.push(eventOf(stage, type, { at: next(), truth, data: { signIn: thief } }));
  }
  const method = shape.stolenSession ? 'session' : 'password';
  events.push(
    eventOf(stage, 'org.hrdshield.account.login-succeeded.v1', {
      at: next(),
      truth,
      data: { signIn: { ...thief, method } },
    }),
  );
  SENSITIVE.slice(0, shape.sensitiveSteps).forEach((kind, i) => {
    // With the first of them the account is in other hands.
    const done = i === 0 ? ({ ...truth, harm: 'alone' } as const) : truth;
    events.push(sensitive(stage, kind, { at: next(), signIn: thief, truth: done }));
  });
  return events;
}

/** The defender travels, then gets a new phone, then uses a VPN: all proved by a second factor. */
export function moveAbout(stage: Stage, shape: SignInShape): CityEvent[] {
  const { home, random, startsAt } = stage;
  const truth = { role: 'owner', hostile: false } as const;
  const own = {
    deviceHash: home.devices[0] ?? 'dev-own',
    userAgentFamily: home.userAgentFamily,
  };
  const trips = [
    { ...own, country: 'DE', networkHash: `n-hotel-${random.int(1000)}`, method: 'passkey' },
    {
      country: home.country,
      networkHash: home.networks[0],
      geoCell: home.geoCell,
      deviceHash: `dev-new-${random.int(1e6)}`,
      userAgentFamily: home.userAgentFamily,
      method: 'mfa',
    },
    { ...own, country: 'NL', networkHash: 'n-vpn-1', knownVpn: true, method: 'mfa' },
  ];
  const events: CityEvent[] = [];
  for (let i = 0; i < shape.failures; i++) {
    events.push(
      eventOf(stage, 'org.hrdshield.account.login-failed.v1', {
        at: startsAt + i * 20_000,
        truth,
        data: { signIn: { ...trips[1], method: 'password' } },
      }),
    );
  }
  for (let i = 0; i < shape.resets; i++) {
    const type = 'org.hrdshield.account.password-reset-requested.v1';
    events.push(eventOf(stage, type, { at: startsAt + 60_000, truth, data: { signIn: trips[1] } }));
  }
  trips.forEach((signIn, i) => {
    const at = startsAt + 120_000 + (shape.durationMs * i) / trips.length;
    events.push(
      eventOf(stage, 'org.hrdshield.account.login-succeeded.v1', { at, truth, data: { signIn } }),
    );
  });
  if (shape.sensitiveSteps > 0) {
    const at = startsAt + shape.durationMs;
    events.push(sensitive(stage, 'mfa', { at, signIn: trips[1] ?? {}, truth }));
  }
  return events;
}

function sensitive(
  stage: Stage,
  kind: (typeof SENSITIVE)[number],
  as: {
    readonly at: number;
    readonly signIn: Readonly<Record<string, unknown>>;
    readonly truth: Omit<EventTruth, 'campaign'>;
  },
): CityEvent {
  const { at, signIn, truth } = as;
  if (kind === 'export') {
    const type = 'org.hrdshield.account.data-exported.v1';
    return eventOf(stage, type, { at, truth, data: { signIn } });
  }
  if (kind === 'oauth') {
    const data = { appHash: `app-${stage.random.int(1e6)}`, wideScope: true, appAgeDays: 2 };
    return eventOf(stage, 'org.hrdshield.account.oauth-granted.v1', { at, truth, data });
  }
  const type = 'org.hrdshield.account.credential-changed.v1';
  return eventOf(stage, type, { at, truth, data: { changed: kind, signIn } });
}
