import type {
  Actor,
  ActorRef,
  DefenderRef,
  EventRef,
  Judgement,
  ObjectRef,
  PlatformEvent,
  REPORT_EVENTS,
  SIGHT_EVENTS,
  TargetingActor,
  TargetingEvent,
  TargetingKind,
} from '@hrd-shield/contracts';
import type { PlatformBox, Pseudonymiser } from '../ports/keys.ts';

/** Trust in the verdicts of other systems, by system. */
export type VerdictTrust = Readonly<Partial<Record<Judgement['system'], number>>>;

export interface PseudonymDeps {
  readonly pseudonyms: Pseudonymiser;
  /** Boxes actors for the platform; absent offline, where no measure follows. */
  readonly box?: PlatformBox | undefined;
  /** How far verdicts of each system are believed, 0 to 1; absent: as detection's rules say. */
  readonly verdictTrust?: VerdictTrust | undefined;
}

const POSTED = 'org.hrdshield.content.posted.v1';

/** What a platform event says about a defender, with every account and id as a pseudonym. */
export function toTargetingEvent(
  event: PlatformEvent,
  defender: DefenderRef,
  deps: PseudonymDeps,
): TargetingEvent {
  return {
    ref: deps.pseudonyms.event(event.source, event.id) as EventRef,
    defender,
    at: Date.parse(event.time),
    kind: kindOf(event),
    ...factsOf(event, deps),
  };
}

function kindOf(event: PlatformEvent): TargetingKind {
  if (event.type === POSTED && event.data.actor.account === event.data.affected) return 'own-post';
  const [, , group = '', name = ''] = event.type.split('.');
  return (group === 'report' ? `report-${name}` : name) as TargetingKind;
}

type SightType = keyof typeof SIGHT_EVENTS;
type ReportType = keyof typeof REPORT_EVENTS;
type Facts = Partial<Omit<TargetingEvent, 'ref' | 'defender' | 'at' | 'kind'>>;

function factsOf(event: PlatformEvent, deps: PseudonymDeps): Facts {
  const object = objectOf(deps);
  switch (event.type) {
    case 'org.hrdshield.content.posted.v1':
    case 'org.hrdshield.content.replied.v1':
    case 'org.hrdshield.content.mentioned.v1':
    case 'org.hrdshield.content.quoted.v1':
    case 'org.hrdshield.content.reposted.v1':
    case 'org.hrdshield.content.edited.v1': {
      const { actor, objectId, parentId, text, language, links, media, shareTemplate, verdicts } =
        event.data;
      const words = { text, language, links, media, shareTemplate, verdicts };
      const refs = { object: object(objectId), parent: object(parentId) };
      return { actor: toActor(actor, deps), ...refs, ...words };
    }
    case 'org.hrdshield.content.messaged.v1': {
      const { actor, objectId, links, media, verdicts } = event.data;
      return { actor: toActor(actor, deps), object: object(objectId), links, media, verdicts };
    }
    case 'org.hrdshield.content.reacted.v1': {
      const { actor, objectId, reaction, viewedObject } = event.data;
      const reacted = { name: reaction, viewedObject };
      return { actor: toActor(actor, deps), object: object(objectId), reaction: reacted };
    }
    case 'org.hrdshield.content.deleted.v1':
      return { actor: toActor(event.data.actor, deps), object: object(event.data.objectId) };
    case 'org.hrdshield.content.judged.v1':
      return judgedFacts(event, deps);
    case 'org.hrdshield.account.followed.v1':
    case 'org.hrdshield.account.unfollowed.v1':
      return { actor: toActor(event.data.actor, deps) };
    case 'org.hrdshield.account.credential-changed.v1':
      return { changed: event.data.changed, signIn: event.data.signIn };
    case 'org.hrdshield.account.login-succeeded.v1':
    case 'org.hrdshield.account.login-failed.v1':
    case 'org.hrdshield.account.password-reset-requested.v1':
    case 'org.hrdshield.account.data-exported.v1':
      return { signIn: event.data.signIn };
    case 'org.hrdshield.account.session-revoked.v1':
      return { object: object(event.data.sessionId) };
    case 'org.hrdshield.account.oauth-granted.v1': {
      const { appHash, wideScope, appAgeDays } = event.data;
      return { oauth: { appHash, wideScope, appAgeDays } };
    }
    case 'org.hrdshield.account.profile-created.v1':
    case 'org.hrdshield.account.profile-changed.v1': {
      const { affected: _, ...profile } = event.data;
      return { profile };
    }
    case 'org.hrdshield.account.adverse-action-proposed.v1':
    case 'org.hrdshield.account.adverse-action-taken.v1':
    case 'org.hrdshield.account.adverse-action-reversed.v1': {
      const { action, origin, objectId } = event.data;
      return { adverse: { action, origin }, object: object(objectId) };
    }
    case 'org.hrdshield.account.viewed.v1':
    case 'org.hrdshield.account.listed.v1':
    case 'org.hrdshield.account.searched.v1':
    case 'org.hrdshield.account.contact-looked-up.v1':
    case 'org.hrdshield.account.legal-request-received.v1':
    case 'org.hrdshield.account.connection-measured.v1':
      return sightFacts(event, deps);
    case 'org.hrdshield.report.filed.v1':
    case 'org.hrdshield.report.decided.v1':
      return reportFacts(event, deps);
  }
}

/** A verdict of another system, with how far this installation trusts it. */
function judgedFacts(
  { data }: PlatformEvent & { readonly type: 'org.hrdshield.content.judged.v1' },
  deps: PseudonymDeps,
): Facts {
  const { actor, judgement, objectId } = data;
  const trust = deps.verdictTrust?.[judgement.system];
  return {
    ...(actor === undefined ? {} : { actor: toActor(actor, deps) }),
    object: objectOf(deps)(objectId),
    judgement: { ...judgement, ...(trust === undefined ? {} : { trust }) },
  };
}

/** Who watches, sorts, looks up or cuts off an account. */
function sightFacts(
  event: PlatformEvent & { readonly type: SightType },
  deps: PseudonymDeps,
): Facts {
  const object = objectOf(deps);
  switch (event.type) {
    case 'org.hrdshield.account.viewed.v1':
      return { actor: toActor(event.data.actor, deps), view: event.data.view };
    case 'org.hrdshield.account.listed.v1': {
      const { listId, ...listing } = event.data.listing;
      return { actor: toActor(event.data.actor, deps), object: object(listId), listing };
    }
    case 'org.hrdshield.account.searched.v1':
      return { actor: toActor(event.data.actor, deps), search: event.data.search };
    case 'org.hrdshield.account.contact-looked-up.v1':
      return { actor: toActor(event.data.actor, deps), lookup: event.data.lookup };
    case 'org.hrdshield.account.legal-request-received.v1': {
      const { objectId, request } = event.data;
      return { object: object(objectId), legalRequest: request };
    }
    case 'org.hrdshield.account.connection-measured.v1':
      return { connection: event.data.connection };
  }
}

/** What was reported, and what became of it. */
function reportFacts(
  event: PlatformEvent & { readonly type: ReportType },
  deps: PseudonymDeps,
): Facts {
  const object = objectOf(deps);
  switch (event.type) {
    case 'org.hrdshield.report.filed.v1': {
      const { actor, reportId, objectId, text, reason, objectCreatedAt, viewedObject } = event.data;
      const { reporterDecided, reporterUpheld } = event.data;
      const ref = deps.pseudonyms.object(reportId) as ObjectRef;
      const report = {
        ref,
        reason,
        objectCreatedAt,
        viewedObject,
        reporterDecided,
        reporterUpheld,
      };
      return { actor: toActor(actor, deps), object: object(objectId), text, report };
    }
    case 'org.hrdshield.report.decided.v1': {
      const ref = deps.pseudonyms.object(event.data.reportId) as ObjectRef;
      return { report: { ref, upheld: event.data.upheld } };
    }
  }
}

function objectOf(deps: PseudonymDeps) {
  return (id: string | undefined) =>
    id === undefined ? undefined : (deps.pseudonyms.object(id) as ObjectRef);
}

function toActor(actor: Actor, deps: PseudonymDeps): TargetingActor {
  const { account, referrerId, ...rest } = actor;
  const handle = deps.box?.box(account);
  return {
    ref: deps.pseudonyms.actor(account) as ActorRef,
    ...(handle === undefined ? {} : { handle }),
    ...(referrerId === undefined
      ? {}
      : { referrer: deps.pseudonyms.object(referrerId) as ObjectRef }),
    ...rest,
  };
}
