import type { Actor, SURFACES } from '@hrd-shield/contracts';
import type { Population } from './population.ts';
import { accountName } from './population.ts';
import type { Random } from './random.ts';
import { lognormal } from './random.ts';
import type { CrewShape } from './shapes.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Ordinary time since an account's last act. */
const MEAN_PAUSE_HOURS = 9;
/** Woken sleepers: shortest and longest silence, days. @source detection notes, 5.3, A09 */
const DORMANT_DAYS = [180, 2000] as const;
const SHARED_DEVICES = 3;
const SHARED_PROFILES = 4;

/** Surfaces by which people meet a post, as against those of somebody who was sent. */
const EXPOSED: readonly (typeof SURFACES)[number][] = [
  'home',
  'following',
  'repost',
  'hashtag',
  'trend',
  'quote',
  'notification',
];
const SENT: readonly (typeof SURFACES)[number][] = ['direct', 'external-link', 'profile', 'api'];

/** One account that acts, before it is seen from one target. */
export interface Member {
  readonly account: string;
  readonly createdAt: number;
  readonly followers: number;
  readonly country: string;
  readonly networkHash: string;
  readonly deviceHash: string;
  readonly profileHash?: string;
  readonly exposed: boolean;
  /** Silence before the first act, ms. */
  readonly dormantMs?: number;
  /** Has long talked with the target. */
  readonly known?: boolean;
  readonly devices?: number;
}

export interface CrewSource {
  readonly random: Random;
  readonly population: Population;
  /** Number of an account that was not in use before. */
  freshAccount(): number;
  /** Accounts that take no part: defenders do not attack each other. */
  isDefender(index: number): boolean;
}

/** Draws the people of one scenario. */
export function gatherCrew(source: CrewSource, shape: CrewShape, at: number): Member[] {
  const { random } = source;
  const clusterEnd =
    at - random.next() * Math.max(0, shape.freshAgeDaysMax - shape.creationClusterDays) * DAY_MS;
  const farm = { country: 'XX', network: `n-farm-${random.int(1000)}`, tag: random.int(1e6) };
  return Array.from({ length: shape.actors }, () => {
    const fresh = random.chance(shape.freshRatio);
    const base = fresh ? freshMember(source, clusterEnd, shape) : ordinaryMember(source);
    const network = random.chance(shape.sharedNetworkRatio) ? farm.network : base.networkHash;
    const device = random.chance(shape.sharedDeviceRatio)
      ? `dev-farm-${farm.tag}-${random.int(SHARED_DEVICES)}`
      : base.deviceHash;
    const template = random.chance(shape.sharedProfileRatio)
      ? { profileHash: `pt-${farm.tag}-${random.int(SHARED_PROFILES)}` }
      : {};
    return {
      ...base,
      ...template,
      networkHash: network,
      deviceHash: device,
      exposed: random.chance(shape.exposureRatio),
      ...rarerTraits(random, shape),
    };
  });
}

/** Drawn only where the shape asks for them. */
function rarerTraits(random: Random, shape: CrewShape): Partial<Member> {
  const { devicesPerActor, dormantDays, knownRatio } = shape;
  return {
    ...(dormantDays === undefined
      ? {}
      : { dormantMs: within(lognormal(random, dormantDays, 0.4), DORMANT_DAYS) * DAY_MS }),
    ...(knownRatio === undefined ? {} : { known: random.chance(knownRatio) }),
    ...(devicesPerActor === undefined ? {} : { devices: devicesPerActor }),
  };
}

function within(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, value));
}

/** An ordinary account of the city. */
export function ordinaryMember(source: CrewSource): Member {
  const { population, random } = source;
  let index = random.int(population.size);
  while (source.isDefender(index)) index = (index + 1) % population.size;
  return {
    account: population.account(index),
    createdAt: population.createdAt(index),
    followers: population.followers(index),
    country: population.country(index),
    networkHash: population.networkHash(index),
    deviceHash: population.deviceHash(index),
    exposed: true,
  };
}

function freshMember(source: CrewSource, clusterEnd: number, shape: CrewShape): Member {
  const { random } = source;
  const index = source.freshAccount();
  return {
    account: accountName(index),
    createdAt: Math.floor(clusterEnd - random.next() * shape.creationClusterDays * DAY_MS),
    followers: random.int(30),
    country: random.pick(['KZ', 'EG', 'IN', 'GB', 'US']),
    networkHash: `n-mobile-${random.int(60)}`,
    deviceHash: `dev-${accountName(index)}`,
    exposed: true,
  };
}

/** What the platform says of a member as an actor on one target. */
export function asActor(
  member: Member,
  random: Random,
  options: { readonly at: number; readonly missingRatio: number; readonly woken?: boolean },
): Actor {
  const kept = <T>(value: T): T | undefined =>
    random.chance(options.missingRatio) ? undefined : value;
  const follows = member.known || (member.exposed && random.chance(0.55));
  const spoke = member.known || (member.exposed && random.chance(0.3));
  const fields = {
    account: member.account,
    createdAt: kept(member.createdAt),
    lastActiveBefore: kept(
      Math.floor(
        Math.max(member.createdAt, options.at - pauseOf(member, random, options.woken ?? false)),
      ),
    ),
    followers: kept(member.followers),
    country: kept(member.country === 'XX' ? undefined : member.country),
    networkHash: kept(member.networkHash),
    deviceHash: kept(deviceOf(member, random)),
    profileHash: member.profileHash,
    relation: kept({
      actorFollowsTarget: follows,
      targetFollowsActor: follows && random.chance(0.2),
      interactions90d: spoke ? 1 + Math.floor(random.exponential(3)) : 0,
      targetRepliedToActor90d: spoke && random.chance(0.4),
    }),
    surface: kept(random.pick(member.exposed ? EXPOSED : SENT)),
  };
  return withoutUndefined(fields) as Actor;
}

/** A sleeper's silence counts once; afterwards it is as busy as anybody. */
function pauseOf(member: Member, random: Random, woken: boolean): number {
  if (member.dormantMs !== undefined && !woken) return member.dormantMs;
  return random.exponential(MEAN_PAUSE_HOURS) * HOUR_MS;
}

function deviceOf(member: Member, random: Random): string {
  if (member.devices === undefined || member.devices < 2) return member.deviceHash;
  return `${member.deviceHash}-${random.int(member.devices)}`;
}

/** Missing fields are left out: `undefined` is not JSON. */
export function withoutUndefined<T extends object>(fields: T): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
