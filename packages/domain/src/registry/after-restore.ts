import type { DataClass, DesignationState } from '@hrd-shield/contracts/pure';
import type { RegistryFact, RegistryFactBody } from './facts.ts';
import { consentedClasses, isLiving, isOwnWord, type RegistryLife } from './life.ts';

/** What services were last told of a designation, by a registry that knew more than a backup of it. */
export interface ToldStanding {
  readonly state: DesignationState;
  /** Absent where the part that says so does not open. */
  readonly dataClasses?: readonly DataClass[] | undefined;
}

export interface RestoredFrom {
  /** When the backup was put back, epoch ms. */
  readonly at: number;
  /** Present where services know of a later change than the backup. */
  readonly later?: ToldStanding | undefined;
  /** Whether there is anything that they said of themselves. */
  readonly hasTold: boolean;
}

/**
 * What has to be true of a life that came back with a backup of the registry. What may have been
 * taken back since counts as taken back: consent outranks what is convenient. What was published
 * since narrows or stops it as it did; what nobody published (being counted, consents before a
 * designation lives) is asked for again.
 */
export function factsAfterRestore(
  life: RegistryLife,
  { at, hasTold, later }: RestoredFrom,
): readonly RegistryFact[] {
  if (life.isErased) return [];
  const bodies = [...stopsOf(life, later), ...countingOf(life, hasTold)];
  return bodies.map((body) => ({ ...body, by: 'restore', at, recordedAt: at }));
}

const ENTERING: readonly RegistryLife['state'][] = ['proposed', 'vetted', 'approved', 'emergency'];

function stopsOf(life: RegistryLife, later: ToldStanding | undefined): readonly RegistryFactBody[] {
  const had = consentedClasses(life);
  const isEntering = ENTERING.includes(life.state);
  const unpublished: readonly RegistryFactBody[] =
    isEntering && had.length > 0 ? [{ kind: 'consent-narrowed', classes: had }] : [];
  if (later === undefined || !isLiving(life)) return unpublished;
  if (later.state === 'withdrawn') return [{ kind: 'withdrawn' }];
  const left = later.dataClasses;
  const gone = isEntering ? [] : had.filter((each) => left?.includes(each) === false);
  const narrowed: readonly RegistryFactBody[] =
    gone.length > 0 ? [{ kind: 'consent-narrowed', classes: gone }] : [];
  // What cannot be read may be anything: nothing is processed until a person has asked.
  const stops = later.state === 'paused' || left === undefined;
  const paused: readonly RegistryFactBody[] =
    stops && life.state !== 'paused' ? [{ kind: 'paused', why: 'asked' }] : [];
  return [...unpublished, ...narrowed, ...paused];
}

function countingOf(life: RegistryLife, hasTold: boolean): readonly RegistryFactBody[] {
  const { counting, ended, refusal, withdrawal } = life;
  const isOver = withdrawal !== undefined || refusal !== undefined || ended !== undefined;
  if (!hasTold || isOver || !isOwnWord(life) || counting?.is === 'taken-back') return [];
  return [{ kind: 'counting-taken-back', isForgotten: false }];
}
