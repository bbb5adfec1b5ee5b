import type { ActorRight, DefenderRef, RequestId } from '@hrd-shield/contracts';
import {
  type AsKnown,
  lifeAsKnown,
  type OwnView,
  ownView,
  type Party,
  type RegistryLife,
  type RegistryRequest,
  type RequestSubject,
} from '@hrd-shield/domain/registry';
import type { LifeQuery } from '@hrd-shield/pipeline';
import type { Nomination } from '../details.ts';
import { type AskedOf, askRegistry } from './ask-registry.ts';
import { looked } from './looked.ts';
import { nominate } from './nominate.ts';
import { type ProposalReport, proposeMany } from './propose-many.ts';
import {
  agreeToReveal,
  bulkExport,
  type Exported,
  openRequests,
  refuseReveal,
  requestReveal,
  reveal,
  useActorRight,
} from './reveal.ts';
import { done, type Outcome, refusedWith, type UseDeps } from './use-deps.ts';

/** What people do with the registry, whoever carries their word: desk, service or command line. */
export interface RegistryUses {
  nominate(by: Party, nomination: Nomination): Promise<Outcome<{ readonly ref: DefenderRef }>>;
  /** Proposals of a partner: CSV or JSON lines, refused line by line. */
  proposeMany(by: Party, text: string): Promise<Outcome<ProposalReport>>;
  ask(by: Party, ref: DefenderRef, asked: AskedOf): Promise<Outcome<RegistryLife>>;
  /** Pseudonyms only; for responders. */
  list(by: Party, query: LifeQuery): Promise<Outcome<readonly RegistryLife[]>>;
  show(by: Party, ref: DefenderRef): Promise<Outcome<RegistryLife>>;
  /** What the defender's own screen says. */
  ownView(ref: DefenderRef): Promise<Outcome<OwnView>>;
  /** What was known at one time to hold at another. */
  history(by: Party, ref: DefenderRef, as: AsKnown): Promise<Outcome<RegistryLife>>;
  request(by: Party, subject: RequestSubject): Promise<Outcome<RegistryRequest>>;
  agree(by: Party, id: RequestId): Promise<Outcome<RegistryRequest>>;
  /** The second person's no. */
  refuse(by: Party, id: RequestId): Promise<Outcome<RegistryRequest>>;
  reveal(by: Party, id: RequestId): ReturnType<typeof reveal>;
  bulkExport(by: Party, id: RequestId): Promise<Outcome<readonly Exported[]>>;
  /** A right of actors that two people agreed on, for the accounts of this digest. */
  actorRight(
    by: Party,
    asked: { readonly id: RequestId; readonly digest: string },
  ): Promise<Outcome<ActorRight>>;
  openRequests(by: Party): Promise<Outcome<readonly RegistryRequest[]>>;
}

/** Wires the use cases. Looking at somebody is audited before anything is shown. */
export function createRegistryUses(deps: UseDeps): RegistryUses {
  const { lives } = deps;
  const found = (life: RegistryLife | undefined): Outcome<RegistryLife> =>
    life === undefined ? refusedWith('designation.unknown') : done(life);
  return {
    nominate: (by, nomination) => nominate(by, nomination, deps),
    proposeMany: (by, text) => proposeMany(by, text, deps),
    ask: (by, ref, asked) => askRegistry(by, ref, asked, deps),
    list: (by, query) =>
      looked(by, { act: 'list', subject: null }, deps, async () => done(await lives.list(query))),
    show: (by, ref) =>
      looked(by, { act: 'show', subject: ref }, deps, async () => found(await lives.get(ref))),
    ownView: async (ref) => {
      const life = await lives.get(ref);
      return life === undefined
        ? refusedWith('designation.unknown')
        : done(ownView(life, deps.clock.now(), deps.policy));
    },
    history: (by, ref, as) =>
      looked(by, { act: 'history', subject: ref }, deps, async () =>
        found(lifeAsKnown(ref, await lives.facts(ref), as)),
      ),
    request: (by, subject) => requestReveal(by, subject, deps),
    agree: (by, id) => agreeToReveal(by, id, deps),
    refuse: (by, id) => refuseReveal(by, id, deps),
    reveal: (by, id) => reveal(by, id, deps),
    bulkExport: (by, id) => bulkExport(by, id, deps),
    actorRight: (by, asked) => useActorRight(by, asked, deps),
    openRequests: (by) =>
      looked(by, { act: 'requests', subject: null }, deps, async () =>
        done(await openRequests(deps)),
      ),
  };
}
