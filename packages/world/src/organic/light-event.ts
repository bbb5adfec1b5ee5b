import type { PlatformEventType } from '@hrd-shield/contracts';
import type { CityEvent, EventTruth } from '../truth.ts';

const TYPES = {
  posted: 'org.hrdshield.content.posted.v1',
  replied: 'org.hrdshield.content.replied.v1',
  mentioned: 'org.hrdshield.content.mentioned.v1',
  quoted: 'org.hrdshield.content.quoted.v1',
  reposted: 'org.hrdshield.content.reposted.v1',
  reacted: 'org.hrdshield.content.reacted.v1',
  followed: 'org.hrdshield.account.followed.v1',
  'login-succeeded': 'org.hrdshield.account.login-succeeded.v1',
  'login-failed': 'org.hrdshield.account.login-failed.v1',
  filed: 'org.hrdshield.report.filed.v1',
  'profile-changed': 'org.hrdshield.account.profile-changed.v1',
} as const satisfies Record<string, PlatformEventType>;
export type LightKind = keyof typeof TYPES;

export const CONTENT_KINDS: ReadonlySet<LightKind> = new Set([
  'posted',
  'replied',
  'mentioned',
  'quoted',
]);

const REASONS = ['spam', 'harassment', 'hate', 'other'] as const;
const TRUTH: EventTruth = { role: 'bystander', hostile: false };

export interface LightFields {
  readonly at: number;
  readonly serial: number;
  readonly target: string;
  readonly actor: string;
  readonly createdAt: number;
  readonly followers: number;
  readonly language: string;
  readonly text: string;
  /** A draw below 1,000 for whatever small choice the kind needs. */
  readonly draw: number;
}

/** A valid platform event with few optional fields: what most of a firehose is. */
export function lightEvent(kind: LightKind, of: LightFields): CityEvent {
  const id = `e${of.serial.toString(36)}`;
  return {
    at: of.at,
    id,
    type: TYPES[kind],
    key: of.target,
    data: dataOf(kind, of, id),
    truth: TRUTH,
  };
}

function dataOf(kind: LightKind, of: LightFields, id: string): Record<string, unknown> {
  const affected = of.target;
  const actor = { account: of.actor, createdAt: of.createdAt, followers: of.followers };
  switch (kind) {
    case 'posted':
    case 'replied':
    case 'mentioned':
    case 'quoted':
      return { affected, actor, objectId: `o${id}`, text: of.text, language: of.language };
    case 'reposted':
      return { affected, actor, objectId: `o${id}`, parentId: `p${of.draw}` };
    case 'reacted':
      return { affected, actor, objectId: `p${of.draw}`, reaction: 'like' };
    case 'followed':
      return { affected, actor };
    case 'login-succeeded':
    case 'login-failed':
      return { affected, signIn: { deviceHash: `dev-${affected}`, method: 'password' } };
    case 'filed':
      return {
        affected,
        actor,
        reportId: `r${id}`,
        objectId: `p${of.draw}`,
        reason: REASONS[of.draw % REASONS.length],
        viewedObject: of.draw > 100,
      };
    case 'profile-changed':
      return { affected, handle: affected, createdAt: of.createdAt, followers: of.followers };
  }
}
