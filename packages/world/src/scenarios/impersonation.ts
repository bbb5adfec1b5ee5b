import { profileOf } from '../persons.ts';
import { accountName } from '../population.ts';
import type { CityEvent, StreamedEvent } from '../truth.ts';
import { mediaOf, pictureHash } from './pictures.ts';
import { eventOf, type Stage, streamOf } from './scenario.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Profiles made by others in the meantime, for comparison. */
const OTHER_PROFILES = 25;

export interface CloneShape {
  /** Age of the clone when the campaign starts, days. */
  readonly cloneAgeDays: number;
  /** Bits by which the copied avatar differs. */
  readonly avatarJitterBits: number;
  /** The avatar is copied; otherwise only the name and the self-description are. */
  readonly copiesAvatar: boolean;
}

export interface Clone {
  readonly account: string;
  readonly events: CityEvent[];
  readonly streams: StreamedEvent[];
}

/** Somebody makes a profile like the defender's, among others who make profiles of their own. */
export function makeClone(stage: Stage, shape: CloneShape): Clone {
  const { random, startsAt } = stage;
  const own = profileOf(stage.account, startsAt);
  const account = accountName(stage.freshAccount());
  const madeAt = startsAt - Math.max(0.01, shape.cloneAgeDays) * DAY_MS;
  const avatar = mediaOf(
    random,
    { hash: own.avatarHash, provenance: 'stripped' },
    shape.avatarJitterBits,
  ).perceptualHash;
  const clone = streamOf(stage, 'org.hrdshield.profile.published.v1', {
    at: madeAt,
    key: account,
    truth: { role: 'attacker', hostile: true },
    data: {
      account,
      change: 'created',
      handle: likeHandle(own.handle),
      displayName: own.displayName,
      bio: own.bio,
      avatarHash: shape.copiesAvatar ? avatar : pictureHash(random),
      createdAt: Math.floor(madeAt),
      followers: random.int(20),
    },
  });
  return {
    account,
    events: [ownProfile(stage, madeAt - HOUR_MS)],
    streams: [...otherProfiles(stage, madeAt), clone],
  };
}

/** The clone writes to people who follow the defender. */
export function reachOut(
  stage: Stage,
  as: { readonly account: string; readonly contacts: number; readonly windowMs: number },
): StreamedEvent {
  return streamOf(stage, 'org.hrdshield.profile.outreach-counted.v1', {
    at: stage.startsAt + as.windowMs,
    key: as.account,
    truth: { role: 'attacker', hostile: true },
    data: {
      account: as.account,
      windowMs: as.windowMs,
      messaged: as.contacts,
      followed: Math.round(as.contacts * (1 + stage.random.next())),
      commonFollowee: stage.account,
      commonFolloweeRatio: 0.7 + 0.3 * stage.random.next(),
    },
  });
}

/** The defender's own profile as the platform shows it. */
export function ownProfile(stage: Stage, at: number): CityEvent {
  return eventOf(stage, 'org.hrdshield.account.profile-changed.v1', {
    at,
    truth: { role: 'owner', hostile: false },
    data: { ...profileOf(stage.account, stage.startsAt) },
  });
}

/** One letter doubled or replaced by a sign that looks alike. */
function likeHandle(handle: string): string {
  const swapped = handle.replace('1', 'l').replace('0', 'o');
  return swapped === handle ? `${handle}_` : swapped;
}

function otherProfiles(stage: Stage, around: number): StreamedEvent[] {
  const { random } = stage;
  return Array.from({ length: OTHER_PROFILES }, () => {
    const account = accountName(stage.freshAccount());
    const at = around + random.normal() * DAY_MS;
    const { displayName, bio } = profileOf(account, at);
    return streamOf(stage, 'org.hrdshield.profile.published.v1', {
      at,
      key: account,
      truth: { role: 'bystander', hostile: false },
      data: {
        account,
        change: random.chance(0.5) ? 'created' : 'changed',
        handle: account,
        displayName,
        bio: random.chance(0.5) ? bio.slice(0, 12) : 'Tea and trains.',
        avatarHash: pictureHash(random),
        createdAt: Math.floor(at - random.exponential(200) * DAY_MS),
        followers: random.int(900),
      },
    });
  });
}
