import { createHash } from 'node:crypto';
import { PARITY_PURPOSE, type RequestId, ShieldError } from '@hrd-shield/contracts';
import {
  type Audience,
  type DisclosureRules,
  type ParityFacts,
  type ParityPlan,
  type Period,
  type ReleasedTable,
  releaseParity,
} from '@hrd-shield/domain';
import type { Party, RegistryRequest } from '@hrd-shield/domain/registry';
import type { ParityRun, ParityRuns } from '@hrd-shield/pipeline';
import { looked } from './looked.ts';
import { readAnswers } from './read-answers.ts';
import { requestReveal, useRequest } from './reveal.ts';
import { auditOf, done, type Outcome, refusedWith, type UseDeps } from './use-deps.ts';

/** Bound of one run; more than a registry of this kind holds. */
const PEOPLE_MAX = 200_000;

/** Frozen facts of a quarter: pseudonyms and closed values, and nothing that the registry knows. */
export interface FrozenQuarter {
  readonly quarter: string;
  /** Hash of the facts, hex: a request is bound to it. */
  readonly factsHash: string;
  readonly facts: ParityFacts;
}

/** What is asked to be counted. */
export interface ParityAsked extends FrozenQuarter {
  readonly period: Period;
  readonly knownBy: number;
  /** Tables of the public release of the same facts. */
  readonly release: readonly ReleasedTable[];
  /** The facts that earlier runs of the quarter were counted from. */
  readonly earlier: readonly FrozenQuarter[];
}

/** Parity by what the registry alone can read: asked for, agreed to, counted once a quarter. */
export interface ParityUses {
  /** @refuses `designation.*` | `parity.repeated` */
  ask(
    by: Party,
    asked: Pick<FrozenQuarter, 'factsHash' | 'quarter'> & { readonly corrects: string | null },
  ): Promise<Outcome<RegistryRequest>>;
  /** Counts, and keeps what is let out before anybody gets it. @refuses `reveal.*` | `parity.*` */
  count(by: Party, id: RequestId, asked: ParityAsked): Promise<Outcome<ParityRun>>;
  /** What was let out of a quarter, the oldest first. @refuses `designation.wrong-role` */
  runs(by: Party, quarter: string): Promise<Outcome<readonly ParityRun[]>>;
}

export interface ParityDeps extends UseDeps {
  readonly runs: ParityRuns;
  readonly plan: ParityPlan;
  readonly rules: Readonly<Record<Audience, DisclosureRules>>;
}

/** Wires counting by what people say of themselves; what is let out is kept before anybody gets it. */
export function createParityUses(deps: ParityDeps): ParityUses {
  const { runs } = deps;
  return {
    ask: async (by, { corrects, factsHash, quarter }) => {
      const last = (await runs.of(quarter)).at(-1)?.id ?? null;
      if (last !== corrects) return repeated(by, null, deps);
      const bound = { quarter, corrects, digest: factsHash, purpose: PARITY_PURPOSE } as const;
      return requestReveal(by, { kind: 'parity', ...bound }, deps);
    },
    count: (by, id, asked) => count(by, { id, asked }, deps),
    runs: (by, quarter) =>
      looked(by, { act: 'parity.runs', subject: null }, deps, async () =>
        done(await runs.of(quarter)),
      ),
  };
}

async function count(
  by: Party,
  { asked, id }: { readonly id: RequestId; readonly asked: ParityAsked },
  deps: ParityDeps,
): Promise<Outcome<ParityRun>> {
  const { clock, plan, rules, runs } = deps;
  const { facts, factsHash, quarter } = asked;
  const subject = (await deps.requests.get(id))?.subject;
  if (subject?.kind !== 'parity') return refusedWith('reveal.unknown');
  if (subject.quarter !== quarter || subject.digest !== factsHash) {
    return refusedWith('parity.other-facts');
  }
  const kept = await runs.of(quarter);
  const last = kept.at(-1)?.id ?? null;
  if (last !== subject.corrects) return repeated(by, id, deps);
  const known = new Map(asked.earlier.map((each) => [each.factsHash, each.facts]));
  if (kept.some((run) => !known.has(run.factsHash))) return refusedWith('parity.other-facts');
  const used = await useRequest(by, id, { kind: 'parity', deps });
  if (!used.ok) return used;
  const { agreedBy, by: askedBy } = used.value;
  if (agreedBy === undefined) return refusedWith('reveal.not-agreed');
  // Before anything is read: what changes while it is read changed since this run.
  const at = clock.now();
  const answers = await readAnswers(peopleIn([facts, ...known.values()]), plan.cohorts, deps);
  const released = releaseParity({
    plan,
    rules,
    facts: answered(facts, answers.now),
    period: asked.period,
    knownBy: asked.knownBy,
    release: asked.release,
    before: kept.map((run) => ({
      released: run.released,
      facts: answered(known.get(run.factsHash) ?? {}, (person) => answers.at(person, run.at)),
    })),
  });
  const about = { quarter, factsHash, corrects: last, askedBy, agreedBy, at };
  const digest = createHash('sha256').update(JSON.stringify({ last, factsHash, released }));
  const run: ParityRun = { ...about, released, id: `par_${digest.digest('hex').slice(0, 24)}` };
  return (await runs.add(run)) ? done(run) : repeated(by, id, deps);
}

async function repeated(by: Party, id: RequestId | null, { audit, clock }: ParityDeps) {
  const refusal = 'parity.repeated' as const;
  await audit.append(auditOf('parity.ask', by, { at: clock.now(), subject: id, refusal }));
  return refusedWith(refusal);
}

/** @throws ShieldError `input.bad-file` for more people than one run reads */
function peopleIn(freezes: readonly ParityFacts[]): ReadonlySet<string> {
  const people = new Set(
    freezes.flatMap((facts) =>
      Object.values(facts).flatMap((each) => each.map(({ person }) => person)),
    ),
  );
  if (people.size <= PEOPLE_MAX) return people;
  throw new ShieldError('input.bad-file', { detail: `a run counts at most ${PEOPLE_MAX} people` });
}

function answered(
  facts: ParityFacts,
  answersOf: (person: string) => Readonly<Record<string, string>>,
): ParityFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([population, all]) => [
      population,
      all.map((fact) => ({ ...fact, values: { ...fact.values, ...answersOf(fact.person) } })),
    ]),
  );
}
