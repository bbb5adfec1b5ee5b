import { z } from 'zod';
import { field } from '../field.ts';
import { AccountId } from '../ids.ts';
import { Count } from '../units.ts';
import { Actor } from './actor.ts';

const affected = field(
  AccountId,
  'the account that this event affects; equals the key',
  'identity',
);
const actor = field(Actor, 'who acts', 'identity');

/** What a client that is not an ordinary app says of itself. */
const client = {
  clientHash: field(z.string().max(64).optional(), 'app or client, hashed', 'content'),
  clientRegistered: field(
    z.boolean().optional(),
    'an app with a registered purpose, such as research or search',
    'content',
  ),
};

/** Somebody looks at an account. Platforms may sample; the rate belongs in the agreement. */
export const View = z.object({
  what: field(
    z.enum(['profile', 'followers', 'following', 'posts', 'media']),
    'what was looked at',
    'content',
  ),
  page: field(Count.optional(), 'page of a list, from 0', 'content'),
  ...client,
});

export const Listing = z.object({
  kind: field(z.enum(['list', 'group', 'tag']), 'what the account was put on', 'content'),
  title: field(z.string().max(256).optional(), 'title of the list or group', 'content'),
  listId: field(z.string().max(128).optional(), 'the list or group', 'identity'),
});

/** A look-up of who somebody is: the account was among the results. */
export const Search = z.object({
  by: field(z.enum(['handle', 'name', 'phone', 'email', 'other']), 'what was asked', 'content'),
  results: field(Count.optional(), 'accounts in the answer, count', 'content'),
  ...client,
});

export const Lookup = z.object({
  by: field(z.enum(['phone', 'email']), 'what was uploaded', 'content'),
  batch: field(Count.optional(), 'contacts in the upload, count', 'content'),
  ...client,
});

/** A demand by law or by referral, before anything is done. */
export const LegalRequest = z.object({
  requester: field(
    z.enum(['court', 'police', 'agency', 'referral-unit', 'rights-holder', 'other']),
    'class of the requester, never a name',
    'content',
  ),
  jurisdiction: field(z.string().length(2).optional(), 'country, ISO 3166-1', 'content'),
  basis: field(
    z.enum(['court-order', 'statute', 'terms-of-service', 'copyright', 'none-given']),
    'ground given',
    'content',
  ),
  asks: field(z.enum(['removal', 'data', 'restriction']), 'what is asked', 'content'),
  batch: field(Count.optional(), 'objects in the request, count', 'content'),
});

/** How sessions of one account fare, summed over a window. */
export const Connection = z.object({
  country: field(z.string().length(2).optional(), 'country, ISO 3166-1', 'content'),
  region: field(z.string().max(32).optional(), 'region of the country', 'content'),
  networkHash: field(z.string().max(64).optional(), 'network (ASN) cluster, hashed', 'content'),
  windowMs: field(Count, 'length of the window, ms', 'content'),
  attempts: field(Count, 'connections tried, count', 'content'),
  failures: field(Count, 'of those, failed', 'content'),
  rttMs: field(Count.optional(), 'median round trip, ms', 'content'),
});

const objectId = field(
  z.string().max(128).optional(),
  'the object; absent: the account',
  'identity',
);
const requestId = field(z.string().min(1).max(128), "the platform's id of the request", 'identity');

/** Account events by which somebody watches, sorts, looks up or cuts off an account. */
export const SIGHT_EVENTS = {
  'org.hrdshield.account.viewed.v1': z.object({
    affected,
    actor,
    view: field(View, 'what was seen, and how', 'content'),
  }),
  'org.hrdshield.account.listed.v1': z.object({
    affected,
    actor,
    listing: field(Listing, 'on what the account was put', 'content'),
  }),
  'org.hrdshield.account.searched.v1': z.object({
    affected,
    actor,
    search: field(Search, 'what was asked', 'content'),
  }),
  'org.hrdshield.account.contact-looked-up.v1': z.object({
    affected,
    actor,
    lookup: field(Lookup, 'what was uploaded', 'content'),
  }),
  'org.hrdshield.account.legal-request-received.v1': z.object({
    affected,
    requestId,
    objectId,
    request: field(LegalRequest, 'who asks what, and why', 'content'),
  }),
  'org.hrdshield.account.connection-measured.v1': z.object({
    affected,
    connection: field(Connection, 'how connections fared', 'content'),
  }),
} as const;
