import { type DefenderRef, type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import {
  decideRegistry,
  type Party,
  type RegistryAsk,
  type RegistryLife,
} from '@hrd-shield/domain/registry';
import type { SealedParts } from '@hrd-shield/pipeline';
import { isPhrase } from '../phrase.ts';
import { turnOf } from '../turn-of.ts';
import { type Agreed, type Renewal, renewedParts } from './renew-parts.ts';
import { restored } from './restore.ts';
import { auditOf, done, type Outcome, refusedWith, type UseDeps } from './use-deps.ts';

type Filled =
  | 'at'
  | 'by'
  | 'hasTold'
  | 'isDuress'
  | 'isPreConsented'
  | 'isSafetyProved'
  | 'successor';
type Given<T> = T extends unknown ? Omit<T, Filled> : never;

/** What somebody asks of a designation; times, phrases and conflicts are filled in here. */
export type AskedOf = Given<Exclude<RegistryAsk, { readonly kind: 'propose' }>> & {
  /** What was typed as a word of confirmation: a phrase agreed beforehand means something. */
  readonly phrase?: string | undefined;
  /** Conflicts of interest that the responder declared; coded words. */
  readonly conflicts?: readonly string[] | undefined;
  /** What is agreed anew, for the acts that set it; it goes under seal. */
  readonly agreed?: Agreed | undefined;
};

/** Acts that stop something for the person themselves: no failing audit keeps them from it. */
const STOPPING: readonly string[] = [
  'withdraw',
  'narrow-consent',
  'take-back-counting',
  'pause',
  'refuse',
];

/**
 * One act on a designation: asks the domain, writes facts, sealed parts and what is published in
 * one transaction, and accounts for it.
 * @refuses `designation.*` | `custody.no-proof`
 * @throws ShieldError `postgres.*` | `keys.unavailable` | `audit.unavailable`
 */
export async function askRegistry(
  by: Party,
  ref: DefenderRef,
  asked: AskedOf,
  deps: UseDeps,
): Promise<Outcome<RegistryLife>> {
  const at = deps.clock.now();
  const account = (refusal?: ErrorCode) =>
    deps.audit.append(
      auditOf(asked.kind, by, { at, subject: ref, ...(refusal === undefined ? {} : { refusal }) }),
    );
  const isStopping = STOPPING.includes(asked.kind) && by.kind === 'defender';
  if (!isStopping) await account();
  let refusal: ErrorCode | undefined;
  const successor = deps.sealer.newRef();
  const changed = await deps.lives.change(
    ref,
    async (life, parts) => {
      const ask = await filledIn({ ref, by, asked, at, successor, parts }, deps);
      const answer = decideRegistry(life, ask, deps.policy);
      if (!answer.ok) {
        refusal = answer.code;
        return undefined;
      }
      if (answer.facts.length === 0) return undefined;
      const moment = { at, hasOpenCase: false, upSince: at };
      const renewed = await renewedParts({ ref, parts, renewal: renewalOf(asked) }, deps.sealer);
      const turn = {
        ...(await turnOf(
          { life, facts: answer.facts, moment, parts: { ...parts, ...renewed } },
          deps,
        )),
        parts: renewed,
      };
      const isFollowed =
        turn.after.successor !== successor ||
        (await restored({ of: ref, successor, at, parts }, deps));
      if (!isFollowed) refusal = 'designation.exists';
      return isFollowed ? turn : undefined;
    },
    at,
  );
  refusal ??= refusalIn(changed);
  if (isStopping) await account(refusal).catch(unlessAuditIsAway);
  else if (refusal !== undefined) await account(refusal);
  if (refusal !== undefined) return refusedWith(refusal);
  return done(changed as RegistryLife);
}

/** What goes under seal anew; of being counted the act itself says it. */
function renewalOf(asked: AskedOf): Renewal | undefined {
  if (asked.kind === 'agree-to-counting') return { counted: true, isForgotten: false };
  if (asked.kind !== 'take-back-counting') return asked.agreed;
  return { counted: false, isForgotten: asked.isForgotten };
}

function refusalIn(changed: RegistryLife | 'exists' | undefined): ErrorCode | undefined {
  if (changed === undefined) return 'designation.unknown';
  return changed === 'exists' ? 'designation.exists' : undefined;
}

/** The fact itself stays in the registry. */
function unlessAuditIsAway(error: unknown): void {
  if (!(error instanceof ShieldError) || error.code !== 'audit.unavailable') throw error;
}

interface Unfilled {
  readonly ref: DefenderRef;
  readonly by: Party;
  readonly asked: AskedOf;
  readonly at: number;
  readonly successor: DefenderRef;
  readonly parts: SealedParts;
}

async function filledIn(given: Unfilled, deps: UseDeps): Promise<RegistryAsk> {
  const { asked, at, by, parts, ref, successor } = given;
  const { agreed: _, conflicts = [], phrase, ...ask } = asked;
  // What needs no profile needs no key: a withdrawal works while the key store is away.
  const isCustody = ask.kind === 'begin-custody' || ask.kind === 'set-check-in';
  const needsProfile = conflicts.length > 0 || phrase !== undefined || isCustody;
  const profile =
    needsProfile && parts.profile !== undefined
      ? await deps.sealer.openPart(ref, 'profile', parts.profile)
      : undefined;
  const isTorn = conflicts.some((each) => profile?.conflicts.includes(each));
  const said = (kept: string | undefined) => phrase !== undefined && isPhrase(phrase, kept);
  const filled: Readonly<Record<Filled, unknown>> = {
    at,
    hasTold: parts.risk !== undefined,
    by: by.kind === 'responder' ? { ...by, hasConflict: by.hasConflict || isTorn } : by,
    isDuress: said(profile?.duress),
    isSafetyProved: said(profile?.safety),
    isPreConsented: profile?.custody ?? false,
    successor,
  };
  return { ...ask, ...filled } as RegistryAsk;
}
