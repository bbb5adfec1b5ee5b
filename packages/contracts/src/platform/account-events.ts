import { z } from 'zod';
import { field } from '../field.ts';
import { AccountId } from '../ids.ts';
import { Count, EpochMs } from '../units.ts';
import { ADVERSE_ACTIONS, ADVERSE_ORIGINS } from '../vocabulary.ts';
import { Actor } from './actor.ts';
import { SIGHT_EVENTS } from './sight-events.ts';

const affected = field(
  AccountId,
  'the account that this event affects; equals the key',
  'identity',
);

/** The circumstances of a sign-in, as coarse as the platform can make them. */
export const SignIn = z.object({
  networkHash: field(z.string().max(64).optional(), 'network (ASN) cluster, hashed', 'content'),
  country: field(z.string().length(2).optional(), 'country, ISO 3166-1', 'content'),
  geoCell: field(
    z
      .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
      .optional(),
    'centre of a cell of at least 50 km, degrees',
    'content',
  ),
  deviceHash: field(z.string().max(64).optional(), 'device, hashed', 'content'),
  userAgentFamily: field(z.string().max(64).optional(), 'browser or app family', 'content'),
  rttBucketMs: field(Count.optional(), 'round trip time bucket, ms', 'content'),
  method: field(
    z.enum(['password', 'passkey', 'mfa', 'session', 'oauth', 'recovery']).optional(),
    'how the sign-in was made',
    'content',
  ),
  knownVpn: field(z.boolean().optional(), 'a VPN that the account uses often', 'content'),
});

const Attempt = z.object({ affected, signIn: field(SignIn, 'circumstances', 'content') });
const Reset = z.object({ affected, signIn: SignIn.optional() });
const Credential = z.object({
  affected,
  changed: field(z.enum(['password', 'mfa', 'recovery']), 'what was changed', 'content'),
  signIn: SignIn.optional(),
});
const Session = z.object({
  affected,
  sessionId: field(z.string().max(128), 'the session', 'identity'),
});
const OAuth = z.object({
  affected,
  appHash: field(z.string().max(64), 'the app, hashed', 'content'),
  wideScope: field(z.boolean(), 'may post, read messages or change the account', 'content'),
  appAgeDays: field(Count.optional(), 'age of the app, days', 'content'),
});
const Export = z.object({ affected, signIn: SignIn.optional() });

const Profile = z.object({
  affected,
  handle: field(z.string().max(64), 'handle', 'identity'),
  displayName: field(z.string().max(128).optional(), 'display name', 'identity'),
  bio: field(z.string().max(1024).optional(), 'self-description', 'content'),
  avatarHash: field(
    z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .optional(),
    '64-bit perceptual hash of the avatar, hex',
    'content',
  ),
  createdAt: field(EpochMs, 'account creation, epoch ms', 'content'),
  followers: field(Count.optional(), 'followers, count', 'content'),
  labelledParody: field(z.boolean().optional(), 'labelled as parody or fan account', 'content'),
});

const Follow = z.object({ affected, actor: field(Actor, 'who follows', 'identity') });

const Adverse = z.object({
  affected,
  actionId: field(z.string().max(128), "the platform's id of the action", 'identity'),
  action: field(z.enum(ADVERSE_ACTIONS), 'what is done to the account or its content', 'content'),
  origin: field(z.enum(ADVERSE_ORIGINS), 'who asked for it', 'content'),
  objectId: field(z.string().max(128).optional(), 'the object, if not the account', 'identity'),
});

/** Types of `platform.account-events.v1`. */
export const ACCOUNT_EVENTS = {
  'org.hrdshield.account.login-succeeded.v1': Attempt,
  'org.hrdshield.account.login-failed.v1': Attempt,
  'org.hrdshield.account.password-reset-requested.v1': Reset,
  'org.hrdshield.account.credential-changed.v1': Credential,
  'org.hrdshield.account.session-revoked.v1': Session,
  'org.hrdshield.account.oauth-granted.v1': OAuth,
  'org.hrdshield.account.data-exported.v1': Export,
  'org.hrdshield.account.profile-created.v1': Profile,
  'org.hrdshield.account.profile-changed.v1': Profile,
  'org.hrdshield.account.followed.v1': Follow,
  'org.hrdshield.account.unfollowed.v1': Follow,
  'org.hrdshield.account.adverse-action-proposed.v1': Adverse,
  'org.hrdshield.account.adverse-action-taken.v1': Adverse,
  'org.hrdshield.account.adverse-action-reversed.v1': Adverse,
  ...SIGHT_EVENTS,
} as const;
