import { z } from 'zod';
import { field } from '../field.ts';
import { AccountId, ActorRef, RequestId } from '../ids.ts';
import { ACTOR_RIGHTS } from '../registry-words.ts';
import { EpochMs } from '../units.ts';
import { RevealShown } from './reveal-shown.ts';
import { routes } from './route.ts';

/** Accounts of one request: more is an export, not a request of somebody. */
const ACCOUNTS_MAX = 20;

const Accounts = field(
  z.array(AccountId).min(1).max(ACCOUNTS_MAX),
  'accounts as the platform names them; none is kept',
  'identity',
);
const Until = z.object({ actor: ActorRef, listed: z.number().int(), listedUntil: EpochMs });

/** Rights of accounts that acted at defenders. */
export const ACTOR_RIGHTS_ROUTES = routes({
  requestActorRight: {
    method: 'POST',
    path: '/v1/actor-rights',
    summary:
      'Asks to hear a right of accounts that acted at defenders; another person has to agree',
    resource: 'Actor',
    status: 201,
    body: z.strictObject({ right: z.enum(ACTOR_RIGHTS), accounts: Accounts }),
    reply: z.object({ request: RevealShown }),
    once: true,
    audit: 'every-use',
  },
  useActorRight: {
    method: 'POST',
    path: '/v1/actor-rights/{request}/use',
    summary: 'Hears it, once and soon, by whoever asked, for the same accounts',
    resource: 'Actor',
    status: 200,
    params: z.strictObject({ request: RequestId }),
    body: z.strictObject({ accounts: Accounts }),
    reply: z.object({
      right: z.enum(ACTOR_RIGHTS),
      answer: field(z.string(), 'what the account is told, the same for everybody', 'plain'),
      isComplete: field(z.boolean(), 'false where there was more than could be looked at', 'plain'),
      held: z.array(Until.extend({ events: z.number().int(), lastAt: EpochMs })).optional(),
      forgotten: z.array(ActorRef).optional(),
      kept: field(z.array(Until).optional(), 'listed: it ends with the last signal', 'plain'),
      unlisted: z.array(ActorRef).optional(),
    }),
    audit: 'every-use',
  },
});
