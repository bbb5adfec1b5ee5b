import { createHash } from 'node:crypto';
import { type ActorRef, ShieldError } from '@hrd-shield/contracts';
import { ACTOR_ANSWER, type ActorRights } from '@hrd-shield/pipeline';
import type { RegistryUses } from '@hrd-shield/registry';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import { partyOf, requestBody } from './registry-handlers.ts';

export interface ActorParts {
  readonly uses: Pick<RegistryUses, 'actorRight' | 'request'>;
  readonly rights: ActorRights;
  /** The pseudonym of an account; the account itself goes no further. */
  readonly actorOf: (account: string) => ActorRef;
}

const PURPOSE = 'answer-an-access-request';

/** Rights of accounts that acted at defenders: two people, each request heard once. */
export function createActorHandlers({
  actorOf,
  rights,
  uses,
}: ActorParts): HandlersOf<'requestActorRight' | 'useActorRight'> {
  let isLooking = false;
  /** Reads whole logs: one at a time, so that the desk keeps memory and time for everybody else. */
  async function alone<T>(look: () => Promise<T>): Promise<T> {
    if (isLooking) throw new ShieldError('reveal.busy');
    isLooking = true;
    try {
      return await look();
    } finally {
      isLooking = false;
    }
  }
  const actorsOf = (accounts: readonly string[]): readonly ActorRef[] =>
    [...new Set(accounts.map(actorOf))].sort();
  return {
    requestActorRight: async ({ body, principal }) => {
      const { accounts, right } = body;
      const digest = digestOf(actorsOf(accounts));
      const subject = { kind: 'actors', right, digest, purpose: PURPOSE } as const;
      const asked = await uses.request(partyOf(principal), subject);
      return asked.ok ? done({ request: requestBody(asked.value) }) : refuse(asked.code);
    },
    useActorRight: ({ body, params, principal }) =>
      alone(async () => {
        const actors = actorsOf(body.accounts);
        const asked = { id: params.request, digest: digestOf(actors) };
        const used = await uses.actorRight(partyOf(principal), asked);
        if (!used.ok) return refuse(used.code);
        const right = used.value;
        const base = { right, answer: ACTOR_ANSWER, isComplete: true };
        if (right === 'access') {
          const { held, isComplete } = await rights.access(actors);
          return done({ ...base, isComplete, held: [...held] });
        }
        if (right === 'objection') {
          await rights.object(actors);
          return done({ ...base, unlisted: [...actors] });
        }
        const { forgotten, isComplete, kept } = await rights.erase(actors, right);
        return done({ ...base, isComplete, forgotten: [...forgotten], kept: [...kept] });
      }),
  };
}

function digestOf(actors: readonly ActorRef[]): string {
  return createHash('sha256').update(actors.join()).digest('base64url');
}
