import type { PlatformEventType } from '@hrd-shield/contracts';
import { asActor, type CrewSource, ordinaryMember } from '../crew.ts';
import type { Language } from '../population.ts';
import type { Random } from '../random.ts';
import { rhythmAt, UTC_OFFSET_HOURS } from '../rhythm.ts';
import { eventId, type Home, handleOf } from '../scenarios/scenario.ts';
import { expand } from '../texts/expand.ts';
import { TEXTS, type TextPools } from '../texts/text-pools.ts';
import type { CityEvent, EventTruth } from '../truth.ts';
import type { Stance, VerdictProvider } from '../verdicts.ts';

const DAY_MS = 86_400_000;
const SIGN_INS_PER_DAY = 4;
const OWN_POSTS_PER_DAY = 0.6;
/** Highest value that the day's rhythm takes; bounds the rejection sampling. */
const RHYTHM_MAX = 1.8;
/** Members of one defender's steady audience. */
const AUDIENCE = 60;
const AUDIENCE_RATIO = 0.7;

/** Stances of everyday answers; some abuse is part of ordinary life. */
const STANCES: readonly (readonly [Stance, keyof TextPools, number])[] = [
  ['neutral', 'neutral', 0.6],
  ['supportive', 'supportive', 0.84],
  ['critical', 'critical', 0.97],
  ['hostile', 'hostile', 1],
];
const KINDS: readonly (readonly [PlatformEventType, number])[] = [
  ['org.hrdshield.content.replied.v1', 0.35],
  ['org.hrdshield.content.mentioned.v1', 0.5],
  ['org.hrdshield.content.quoted.v1', 0.56],
  ['org.hrdshield.content.reposted.v1', 0.68],
  ['org.hrdshield.content.reacted.v1', 0.93],
  ['org.hrdshield.account.followed.v1', 0.99],
  ['org.hrdshield.report.filed.v1', 1],
];

export interface DefenderLife extends CrewSource {
  readonly account: string;
  readonly language: Language;
  readonly home: Home;
  readonly judge: VerdictProvider;
  readonly startAt: number;
  readonly durationMs: number;
  /** Events by others over the whole span, mean. */
  readonly interactions: number;
}

/** The ordinary days of one defender: sign-ins, own posts, an audience that answers. */
export function defenderLife(life: DefenderLife): CityEvent[] {
  const { durationMs, random } = life;
  const days = durationMs / DAY_MS;
  const audience = Array.from({ length: AUDIENCE }, () => ordinaryMember(life));
  const events: CityEvent[] = [];
  for (const at of moments(life, poisson(random, SIGN_INS_PER_DAY * days))) {
    events.push(signIn(life, at));
  }
  for (const at of moments(life, poisson(random, OWN_POSTS_PER_DAY * days))) {
    events.push(ownPost(life, at));
  }
  for (const at of moments(life, poisson(random, life.interactions))) {
    const known = random.chance(AUDIENCE_RATIO);
    const member = known ? random.pick(audience) : ordinaryMember(life);
    events.push(answer(life, { at, actor: asActor(member, random, { at, missingRatio: 0.15 }) }));
  }
  return events;
}

function signIn(life: DefenderLife, at: number): CityEvent {
  const { home, random } = life;
  const data = {
    signIn: {
      networkHash: random.pick(home.networks),
      country: home.country,
      geoCell: home.geoCell,
      deviceHash: random.pick(home.devices),
      userAgentFamily: home.userAgentFamily,
      method: random.chance(0.6) ? 'password' : 'mfa',
    },
  };
  const failed = random.chance(0.05);
  const type = failed ? 'login-failed' : 'login-succeeded';
  return event(life, `org.hrdshield.account.${type}.v1`, { at, data, truth: OWNER });
}

function ownPost(life: DefenderLife, at: number): CityEvent {
  const { random } = life;
  const text = expand(random.pick(TEXTS[life.language].own), random, handleOf(life.account));
  const data = {
    actor: { account: life.account },
    objectId: eventId(random),
    text,
    language: life.language,
  };
  return event(life, 'org.hrdshield.content.posted.v1', { at, data, truth: OWNER });
}

function answer(
  life: DefenderLife,
  as: { readonly at: number; readonly actor: Readonly<Record<string, unknown>> },
): CityEvent {
  const { random } = life;
  const { actor, at } = as;
  const draw = random.next();
  const type = KINDS.find(([, below]) => draw < below)?.[0] ?? 'org.hrdshield.content.reacted.v1';
  const objectId = eventId(random);
  if (type === 'org.hrdshield.account.followed.v1') {
    return event(life, type, { at, data: { actor }, truth: BYSTANDER });
  }
  if (type === 'org.hrdshield.report.filed.v1') {
    const data = { actor, reportId: objectId, reason: 'spam', viewedObject: true };
    return event(life, type, { at, data, truth: BYSTANDER });
  }
  if (type === 'org.hrdshield.content.reacted.v1') {
    return event(life, type, { at, data: { actor, objectId, reaction: 'like' }, truth: BYSTANDER });
  }
  if (type === 'org.hrdshield.content.reposted.v1') {
    const data = { actor, objectId, parentId: eventId(random) };
    return event(life, type, { at, data, truth: BYSTANDER });
  }
  return spoken(life, type, { at, actor, objectId });
}

function spoken(
  life: DefenderLife,
  type: PlatformEventType,
  as: {
    readonly at: number;
    readonly actor: Readonly<Record<string, unknown>>;
    readonly objectId: string;
  },
): CityEvent {
  const { random } = life;
  const draw = random.next();
  const [stance, pool] = STANCES.find(([, , below]) => draw < below) ?? ['neutral', 'neutral'];
  const text = expand(random.pick(TEXTS[life.language][pool]), random, handleOf(life.account));
  const verdicts = life.judge(stance, life.language);
  const data = {
    actor: as.actor,
    objectId: as.objectId,
    text,
    language: life.language,
    ...(verdicts === undefined ? {} : { verdicts }),
  };
  const truth: EventTruth = { role: 'bystander', hostile: stance === 'hostile' };
  return event(life, type, { at: as.at, data, truth });
}

const OWNER: EventTruth = { role: 'owner', hostile: false };
const BYSTANDER: EventTruth = { role: 'bystander', hostile: false };

function event(
  life: DefenderLife,
  type: PlatformEventType,
  fields: {
    readonly at: number;
    readonly data: Readonly<Record<string, unknown>>;
    readonly truth: EventTruth;
  },
): CityEvent {
  const { at, data, truth } = fields;
  return {
    at: Math.floor(at),
    id: eventId(life.random),
    type,
    key: life.account,
    data: { affected: life.account, ...data },
    truth,
  };
}

/** Instants spread over the span by the day's rhythm at the defender's place. */
function moments(life: DefenderLife, count: number): number[] {
  const { durationMs, random, startAt } = life;
  const offset = UTC_OFFSET_HOURS[life.language];
  const out: number[] = [];
  while (out.length < count) {
    const at = startAt + random.next() * durationMs;
    if (random.next() * RHYTHM_MAX < rhythmAt(at, offset)) out.push(at);
  }
  return out;
}

/** Counts of rare independent events; the normal approximation above 30. */
export function poisson(random: Random, mean: number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  let count = 0;
  for (let at = random.exponential(1); at < mean; at += random.exponential(1)) count++;
  return count;
}
