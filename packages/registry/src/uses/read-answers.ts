import { DefenderRef, ShieldError } from '@hrd-shield/contracts';
import { type Attributes, answersBy, type ParityCohort, UNREADABLE } from '@hrd-shield/domain';
import { isOwnWord, type RegistryLife } from '@hrd-shield/domain/registry';
import type { UseDeps } from './use-deps.ts';

/** People read at once: each takes a connection and one opened part. */
const AT_ONCE = 8;

/** One answer of one person to each question, at different times. */
export interface AnswersOf {
  now(person: string): Readonly<Record<string, string>>;
  /**
   * As a run at this time counted them. `UNREADABLE` is what nobody may read any more: all of who was
   * erased since, and what those said of themselves whose word on it changed since. Epoch ms.
   */
  at(person: string, runAt: number): Readonly<Record<string, string>>;
}

interface Read {
  readonly attributes: Attributes | undefined;
  readonly erasedAt?: number | undefined;
  /** When their word on being counted last changed. */
  readonly wordSince?: number | undefined;
}

/**
 * Reads what people said of themselves, where they agreed that it is counted, and what they were
 * designated for. It stays in memory; a part that does not open is one that nobody can read.
 * @throws ShieldError of the store, without a reference
 */
export async function readAnswers(
  people: ReadonlySet<string>,
  cohorts: readonly ParityCohort[],
  deps: Pick<UseDeps, 'lives' | 'sealer'>,
): Promise<AnswersOf> {
  const all = [...people];
  const read = new Map<string, Read>();
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const some = all.slice(at, at + AT_ONCE);
    const got = await Promise.all(some.map((person) => readOne(person, deps)));
    some.forEach((person, place) => {
      const one = got[place];
      if (one !== undefined) read.set(person, one);
    });
  }
  const now = (person: string) => answersBy(read.get(person)?.attributes, cohorts);
  return {
    now,
    at: (person, runAt) => {
      const { wordSince = -1, erasedAt = -1 } = read.get(person) ?? {};
      const isErased = erasedAt >= runAt;
      const gone = cohorts.filter(
        ({ kind }) => isErased || (kind === 'factors' && wordSince >= runAt),
      );
      return { ...now(person), ...Object.fromEntries(gone.map(({ id }) => [id, UNREADABLE])) };
    },
  };
}

async function readOne(
  person: string,
  deps: Pick<UseDeps, 'lives' | 'sealer'>,
): Promise<Read | undefined> {
  const ref = DefenderRef.safeParse(person).data;
  const life = ref === undefined ? undefined : await deps.lives.get(ref);
  if (life === undefined) return undefined;
  if (life.isErased) {
    const facts = await deps.lives.facts(life.ref);
    const erasedAt = facts.findLast(({ kind }) => kind === 'erased')?.recordedAt;
    return { attributes: undefined, erasedAt };
  }
  return {
    attributes: { acts: life.acts, factors: await factorsOf(life, deps) },
    wordSince: wordOf(life).since,
  };
}

/** Who withdraws, or is refused, agrees to nothing any more, also before they are erased. */
function wordOf(life: RegistryLife): {
  readonly isGiven: boolean;
  readonly since: number | undefined;
} {
  const { counting, refusal, withdrawal } = life;
  const leftAt = withdrawal?.since ?? refusal?.at;
  if (leftAt !== undefined) return { isGiven: false, since: leftAt };
  return { isGiven: isOwnWord(life) && counting?.is !== 'taken-back', since: counting?.since };
}

async function factorsOf(
  life: RegistryLife,
  { lives, sealer }: Pick<UseDeps, 'lives' | 'sealer'>,
): Promise<readonly string[]> {
  // What they took back is not opened.
  if (!wordOf(life).isGiven) return [];
  const { ref } = life;
  const { risk } = await lives.parts(ref);
  if (risk === undefined) return [];
  try {
    const { counted, factors } = await sealer.openPart(ref, 'risk', risk);
    return counted ? factors : [];
  } catch (error) {
    // Erased in this moment: nothing is known any more. Another fault is told without a reference.
    if (error instanceof ShieldError && error.code === 'seal.unknown-key') return [];
    throw new ShieldError('seal.broken', {
      detail: 'a sealed part of a designation does not open',
    });
  }
}
