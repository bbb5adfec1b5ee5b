import { type ActorRef, type Boxed, OwnCommandAnswer } from '@hrd-shield/contracts';

/** An actor as signals list it: its pseudonym, and its account boxed to the platform. */
export interface ListedActor {
  readonly ref: ActorRef;
  readonly handle: Boxed;
}

/**
 * Those that nothing automatic may touch. Where nobody can tell, all of them wait for a person,
 * except where direct harm is seen: hiding a home for minutes is undone more easily than a visit.
 */
export type HoldCheck = (
  actors: readonly ListedActor[],
  directHarm: boolean,
) => Promise<readonly Boxed[]>;

export interface HoldCheckDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly onUnknown: () => void;
}

const ASK_MS = 1_000;
const PATH = '/v1/own-commands';

/** Asks `hold`, the only other process that can tell whose an account is. */
export function createHoldCheck(
  deps: HoldCheckDeps,
  at: { readonly url: string; readonly token: string },
): HoldCheck {
  async function ask(actors: readonly ListedActor[]): Promise<readonly boolean[] | undefined> {
    try {
      const reply = await deps.fetch(new URL(PATH, at.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-shield-token': at.token },
        body: JSON.stringify({ actors: actors.map(({ ref }) => ref) }),
        signal: AbortSignal.timeout(ASK_MS),
      });
      const answer = OwnCommandAnswer.safeParse(await reply.json());
      const isWhole = answer.success && answer.data.spared.length === actors.length;
      return isWhole && answer.data.fresh ? answer.data.spared : undefined;
    } catch {
      // Away, slow or of another version: all the same, nobody can tell.
      return undefined;
    }
  }
  return async (actors, directHarm) => {
    if (actors.length === 0) return [];
    const spared = await ask(actors);
    if (spared !== undefined) return actors.filter((_, i) => spared[i]).map(({ handle }) => handle);
    deps.onUnknown();
    return directHarm ? [] : actors.map(({ handle }) => handle);
  };
}

/** For installations without `hold`: nobody is asked. */
export const NO_HOLD_CHECK: HoldCheck = async () => [];
