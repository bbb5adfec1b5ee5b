import { type DefenderRef, REGISTRY_ROLES, type RegistryRole } from '@hrd-shield/contracts';
import { type DesignationShown, RowSlice } from '@hrd-shield/contracts/desk';
import type {
  Party,
  RegistryLife,
  RegistryRequest,
  RowsSubject,
} from '@hrd-shield/domain/registry';
import type { PersonStore } from '@hrd-shield/postgres';
import { Nomination, OWN_PARTIES, type RegistryUses } from '@hrd-shield/registry';
import type { CustodyClient, ProtectionClient } from '@hrd-shield/temporal';
import type { z } from 'zod';
import type { Principal } from '../principal.ts';
import { done, type Handler, type HandlersOf, refuse } from '../server/route-types.ts';
import { type Cursors, pageFrom } from '../server/sign-cursor.ts';

export interface RegistryParts {
  readonly uses: RegistryUses;
  readonly persons: PersonStore;
  readonly cursors: Cursors;
  readonly protection: Pick<ProtectionClient, 'endMeasure' | 'extendMeasure'>;
  readonly custody: Pick<CustodyClient, 'checkIn'>;
  /** Has the log say that consent was withdrawn; never waited for, never in the way. */
  readonly onWithdrawn: (ref: DefenderRef) => void;
}

const LIST = 'designations';

type StaffActs =
  | 'listDesignations'
  | 'readDesignation'
  | 'readDesignationHistory'
  | 'nominateDefender'
  | 'proposeDefenders'
  | 'changeDesignation';

/** For registrars, approvers and partners. */
export function createRegistryHandlers(parts: RegistryParts): HandlersOf<StaffActs> {
  const { cursors, persons, uses } = parts;
  return {
    listDesignations: async ({ principal, query }) => {
      const by = partyOf(principal);
      const [after] = (cursors.read(LIST, query.cursor) ?? []) as [RegistryLife['ref']?];
      const found = await uses.list(by, {
        limit: query.limit + 1,
        ...(query.state === undefined ? {} : { states: [query.state] }),
        ...(after === undefined ? {} : { after }),
      });
      if (!found.ok) return refuse(found.code);
      const page = pageFrom(found.value, query.limit, ({ ref }) => cursors.write(LIST, [ref]));
      return done({ ...page, items: page.items.map(lifeBody) });
    },
    readDesignation: async ({ params, principal }) => {
      const found = await uses.show(partyOf(principal), params.defender);
      if (!found.ok) return refuse(found.code);
      return done({ designation: lifeBody(found.value) }, found.value.version);
    },
    readDesignationHistory: async ({ params, principal, query }) => {
      const found = await uses.history(partyOf(principal), params.defender, query);
      return found.ok ? done({ designation: lifeBody(found.value) }) : refuse(found.code);
    },
    nominateDefender: async ({ body, principal }) => {
      const nomination = Nomination.safeParse(body);
      if (!nomination.success) return refuse('request.malformed');
      const taken = await uses.nominate(partyOf(principal), nomination.data);
      return taken.ok ? done({ defender: taken.value.ref }) : refuse(taken.code);
    },
    proposeDefenders: async ({ body, principal }) => {
      const taken = await uses.proposeMany(partyOf(principal), body.text);
      if (!taken.ok) return refuse(taken.code);
      return done({ taken: [...taken.value.taken], refused: [...taken.value.refused] });
    },
    changeDesignation: async ({ body, params, principal }) => {
      const person = principal.kind === 'person' ? await persons.find(principal.name) : undefined;
      const conflicts = person?.conflicts;
      const asked = { ...body.act, phrase: body.phrase, conflicts };
      const taken = await uses.ask(partyOf(principal), params.defender, asked);
      return taken.ok ? done({ designation: lifeBody(taken.value) }) : refuse(taken.code);
    },
  };
}

type OwnActs =
  | 'readOwnDesignation'
  | 'changeOwnDesignation'
  | 'setOwnContactHours'
  | 'setOwnCheckIn'
  | 'setOwnCounting'
  | 'checkIn'
  | 'endOwnMeasure'
  | 'extendOwnMeasure';

/** For defenders and delegates: the token says whose designation, never the request. */
export function createOwnHandlers({
  custody,
  onWithdrawn,
  protection,
  uses,
}: RegistryParts): HandlersOf<OwnActs> {
  return {
    readOwnDesignation: ofOwn<'readOwnDesignation'>(async (ref) => {
      const view = await uses.ownView(ref);
      if (!view.ok) return refuse(view.code);
      return done({ ...view.value, dataClasses: [...view.value.dataClasses] });
    }),
    changeOwnDesignation: ofOwn<'changeOwnDesignation'>(async (ref, { body, principal }) => {
      const taken = await uses.ask(partyOf(principal), ref, { ...body.act, phrase: body.phrase });
      if (!taken.ok) return refuse(taken.code);
      if (taken.value.state === 'cooling-off') onWithdrawn(ref);
      // Under duress the screen shows what a withdrawal shows.
      const view = await uses.ownView(ref);
      if (!view.ok) return refuse(view.code);
      return done({ ...view.value, dataClasses: [...view.value.dataClasses] });
    }),
    setOwnContactHours: ofOwn<'setOwnContactHours'>(async (ref, { body, principal }) => {
      const { hours } = body;
      const asked = { kind: 'set-contact-hours', agreed: { contactHours: hours } } as const;
      const taken = await uses.ask(partyOf(principal), ref, asked);
      return taken.ok ? done({ hours }) : refuse(taken.code);
    }),
    setOwnCheckIn: ofOwn<'setOwnCheckIn'>(async (ref, { body, principal }) => {
      const { checkIn, phrase } = body;
      const isAwaited = checkIn !== null;
      const asked = { kind: 'set-check-in', isAwaited, agreed: { checkIn }, phrase } as const;
      const taken = await uses.ask(partyOf(principal), ref, asked);
      return taken.ok ? done({ checkIn }) : refuse(taken.code);
    }),
    setOwnCounting: ofOwn<'setOwnCounting'>(async (ref, { body, principal }) => {
      const { counted } = body;
      const asked = body.counted
        ? ({ kind: 'agree-to-counting', way: 'own-session' } as const)
        : ({ kind: 'take-back-counting', isForgotten: body.forget } as const);
      const taken = await uses.ask(partyOf(principal), ref, asked);
      return taken.ok ? done({ counted }) : refuse(taken.code);
    }),
    checkIn: ofOwn<'checkIn'>(async (ref) => {
      const answer = await custody.checkIn(ref);
      return answer.ok ? done({ defender: ref }) : refuse(answer.code);
    }),
    endOwnMeasure: ofOwn<'endOwnMeasure'>(async (ref, { params }) => {
      const end = { instance: params.instance, by: 'defender' } as const;
      const answer = await protection.endMeasure(ref, end);
      return answer.ok ? done({ instance: params.instance }) : refuse(answer.code);
    }),
    extendOwnMeasure: ofOwn<'extendOwnMeasure'>(async (ref, { params }) => {
      const { instance } = params;
      const answer = await protection.extendMeasure(ref, { instance });
      return answer.ok ? done({ instance }) : refuse(answer.code);
    }),
  };
}

type RevealActs =
  | 'requestReveal'
  | 'listReveals'
  | 'agreeToReveal'
  | 'refuseReveal'
  | 'useReveal'
  | 'exportDesignations';

/** Two people, each look once: the registry keeps count and accounts for it. */
export function createRevealHandlers({ uses }: RegistryParts): HandlersOf<RevealActs> {
  return {
    requestReveal: async ({ body, principal }) => {
      const subject =
        body.kind === 'export'
          ? body
          : { kind: body.kind, ref: body.defender, part: body.part, purpose: body.purpose };
      const asked = await uses.request(partyOf(principal), subject);
      return asked.ok ? done({ request: requestBody(asked.value) }) : refuse(asked.code);
    },
    listReveals: async ({ principal }) => {
      const found = await uses.openRequests(partyOf(principal));
      return found.ok ? done({ items: found.value.map(requestBody) }) : refuse(found.code);
    },
    agreeToReveal: async ({ params, principal }) => {
      const agreed = await uses.agree(partyOf(principal), params.request);
      return agreed.ok ? done({ request: requestBody(agreed.value) }) : refuse(agreed.code);
    },
    refuseReveal: async ({ params, principal }) => {
      const refused = await uses.refuse(partyOf(principal), params.request);
      return refused.ok ? done({ request: requestBody(refused.value) }) : refuse(refused.code);
    },
    useReveal: async ({ params, principal }) => {
      const opened = await uses.reveal(partyOf(principal), params.request);
      return opened.ok ? done(opened.value) : refuse(opened.code);
    },
    exportDesignations: async ({ params, principal }) => {
      const opened = await uses.bulkExport(partyOf(principal), params.request);
      if (!opened.ok) return refuse(opened.code);
      const items = opened.value.map(({ identity, ref }) => ({ ref, ...identity }));
      return done({ items });
    },
  };
}

/** Who acts, as the registry knows parties; a shift lead is a responder there. */
export function partyOf(principal: Principal): Party {
  if (principal.kind === 'person') {
    const roles: readonly string[] = principal.roles;
    const held: RegistryRole[] = REGISTRY_ROLES.filter((role) => roles.includes(role));
    if (roles.includes('shift-lead') && !held.includes('responder')) held.push('responder');
    return { kind: 'responder', ref: principal.name, roles: held, hasConflict: false };
  }
  if (principal.kind === 'bearer') {
    if (principal.partner !== undefined) return { kind: 'partner', partner: principal.partner };
    const isDefender = (principal.roles as readonly string[]).includes('defender');
    return isDefender ? OWN_PARTIES.defender : OWN_PARTIES.delegate;
  }
  // Nobody without an account comes this far; were it so, the least is believed.
  return { kind: 'state-body' };
}

/** A handler that is told whose designation it is; who has none is refused. */
function ofOwn<Act extends OwnActs>(
  handle: (ref: DefenderRef, asked: Parameters<Handler<Act>>[0]) => ReturnType<Handler<Act>>,
): Handler<Act> {
  return async (asked) => {
    const { principal } = asked;
    const ref = principal.kind === 'bearer' ? principal.defender : undefined;
    return ref === undefined ? refuse('access.refused') : handle(ref, asked);
  };
}

function lifeBody(life: RegistryLife): z.input<typeof DesignationShown> {
  const { acts, consents, ended, refusal, ...shown } = life;
  return {
    ...shown,
    acts: [...acts],
    dataClasses: Object.keys(consents) as z.input<typeof DesignationShown>['dataClasses'],
    refusedFor: refusal?.reason,
    endedFor: ended?.reason,
  };
}

/** A request as people see it. */
export function requestBody({ subject, ...request }: RegistryRequest) {
  const { kind, purpose } = subject;
  const about = subject.kind === 'reveal' ? { defender: subject.ref, part: subject.part } : {};
  const right = subject.kind === 'actors' ? { right: subject.right } : {};
  const rows = subject.kind === 'rows' ? { rows: rowsBody(subject) } : {};
  const quarter = subject.kind === 'parity' ? { quarter: subject.quarter } : {};
  return { ...request, kind, purpose, ...about, ...right, ...rows, ...quarter };
}

function rowsBody({ columns, slice, ...asked }: RowsSubject) {
  return { ...asked, columns: [...columns], slice: RowSlice.parse(slice) };
}
