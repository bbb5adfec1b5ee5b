import type {
  DefenderRef,
  OwnCommandAnswer,
  OwnCommandQuestion,
  ScreeningPart,
} from '@hrd-shield/contracts';
import type { DefenderIndex } from '@hrd-shield/pipeline';

/** Who of the defenders acts under which pseudonym. Bounded by the number of designations. */
export class DefenderActors {
  readonly #index: Pick<DefenderIndex, 'get'>;
  readonly #byActor = new Map<string, DefenderRef>();
  readonly #byDefender = new Map<DefenderRef, string>();

  constructor(index: Pick<DefenderIndex, 'get'>) {
    this.#index = index;
  }

  /** Keeps the pseudonym of a designation; an older one of the same designation is forgotten. */
  note(ref: DefenderRef, { actor }: Pick<ScreeningPart, 'actor'>): void {
    const before = this.#byDefender.get(ref);
    if (before !== undefined && this.#byActor.get(before) === ref) this.#byActor.delete(before);
    this.#byDefender.delete(ref);
    if (actor === undefined) return;
    this.#byActor.set(actor, ref);
    this.#byDefender.set(ref, actor);
  }

  /** Whether the actor is a living defender's account. */
  has(actor: string, now: number): boolean {
    const ref = this.#byActor.get(actor);
    if (ref === undefined) return false;
    const designated = this.#index.get(ref);
    return designated?.state === 'active' && designated.expiresAt > now;
  }
}

/** The same check that the platform's own actions pass, for the shield's own commands. */
export function createAnswerOwnCommand(deps: {
  readonly actors: DefenderActors;
  readonly isFresh: (nowMs: number) => boolean;
  readonly now: () => number;
}): (question: OwnCommandQuestion) => OwnCommandAnswer {
  return ({ actors }) => {
    const now = deps.now();
    const spared = actors.map((actor) => deps.actors.has(actor, now));
    return { fresh: deps.isFresh(now), spared };
  };
}
