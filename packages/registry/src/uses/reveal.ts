import type {
  ActorRight,
  CaseId,
  DefenderRef,
  RequestId,
  SealedPartName,
} from '@hrd-shield/contracts';
import {
  type Party,
  type RegistryRequest,
  type RequestSubject,
  refOfSlice,
  refusalToAgree,
  refusalToAsk,
  refusalToUse,
} from '@hrd-shield/domain/registry';
import type { DetailsOf } from '../details.ts';
import { auditOf, done, type Outcome, refusedWith, type UseDeps } from './use-deps.ts';

/** One designation of an export. */
export interface Exported {
  readonly ref: DefenderRef;
  readonly identity: DetailsOf<'identity'>;
}

/** Lives of one page of an export. */
const PAGE_COUNT = 500;
/** Open requests shown at once. */
const MAX_OPEN = 200;

/** Asks to see something; another person has to agree. @refuses `designation.*` | `reveal.*` */
export async function requestReveal(
  by: Party,
  subject: RequestSubject,
  deps: UseDeps,
): Promise<Outcome<RegistryRequest>> {
  const at = deps.clock.now();
  const id = deps.newRequestId();
  const about = { at, subject: concernedBy(subject, id), purpose: subject.purpose };
  const refusal = refusalToAsk(by, subject);
  if (refusal !== undefined || by.kind !== 'responder') {
    const code = refusal ?? 'designation.wrong-role';
    await deps.audit.append(auditOf(`${subject.kind}.ask`, by, { ...about, refusal: code }));
    return refusedWith(code);
  }
  await deps.audit.append(auditOf(`${subject.kind}.ask`, by, about));
  const request = { id, subject, by: by.ref, askedAt: at };
  await deps.requests.add(request);
  return done(request);
}

/** The second person's yes. @refuses `designation.*` | `reveal.*` */
export async function agreeToReveal(
  by: Party,
  id: RequestId,
  deps: UseDeps,
): Promise<Outcome<RegistryRequest>> {
  return answerRequest(by, id, { act: 'agree', deps });
}

/** The second person's no: the request is over. @refuses `designation.*` | `reveal.*` */
export async function refuseReveal(
  by: Party,
  id: RequestId,
  deps: UseDeps,
): Promise<Outcome<RegistryRequest>> {
  return answerRequest(by, id, { act: 'refuse', deps });
}

async function answerRequest(
  by: Party,
  id: RequestId,
  { act, deps }: { readonly act: 'agree' | 'refuse'; readonly deps: UseDeps },
): Promise<Outcome<RegistryRequest>> {
  const at = deps.clock.now();
  const request = await deps.requests.get(id);
  if (request === undefined) return refusedWith('reveal.unknown');
  const refusal = refusalToAgree(request, { by, at }, deps.policy);
  if (refusal !== undefined || by.kind !== 'responder') {
    const code = refusal ?? 'designation.wrong-role';
    await deps.audit.append(auditOf(`reveal.${act}`, by, { at, subject: id, refusal: code }));
    return refusedWith(code);
  }
  await deps.audit.append(auditOf(`reveal.${act}`, by, { at, subject: id }));
  const isFirst = await deps.requests[act](id, by.ref, at);
  if (!isFirst) return refusedWith('reveal.used');
  const said =
    act === 'agree' ? { agreedBy: by.ref, agreedAt: at } : { refusedBy: by.ref, refusedAt: at };
  return done({ ...request, ...said });
}

/**
 * Opens one part, once. The audit row comes first: without it nothing is opened.
 * @refuses `reveal.*` | `designation.unknown`
 * @throws ShieldError `audit.unavailable` before anything was opened
 */
export async function reveal(
  by: Party,
  id: RequestId,
  deps: UseDeps,
): Promise<Outcome<{ readonly part: SealedPartName; readonly value: unknown }>> {
  const used = await useRequest(by, id, { kind: 'reveal', deps });
  if (!used.ok) return used;
  const { subject } = used.value;
  if (subject.kind !== 'reveal') return refusedWith('reveal.unknown');
  const { part } = subject;
  const ref = subject.ref as DefenderRef;
  const sealed = (await deps.lives.parts(ref))[part];
  if (sealed === undefined) return refusedWith('designation.unknown');
  return done({ part, value: await deps.sealer.openPart(ref, part, sealed) });
}

/** Every living designation with its identity. @refuses `reveal.*` */
export async function bulkExport(
  by: Party,
  id: RequestId,
  deps: UseDeps,
): Promise<Outcome<readonly Exported[]>> {
  const used = await useRequest(by, id, { kind: 'export', deps });
  if (!used.ok) return used;
  const exported: Exported[] = [];
  let after: DefenderRef | undefined;
  for (;;) {
    const page = await deps.lives.list({
      states: ['active', 'paused', 'emergency'],
      limit: PAGE_COUNT,
      ...(after === undefined ? {} : { after }),
    });
    for (const { ref } of page) {
      const { identity } = await deps.lives.parts(ref);
      if (identity === undefined) continue;
      exported.push({ ref, identity: await deps.sealer.openPart(ref, 'identity', identity) });
    }
    after = page.at(-1)?.ref;
    if (page.length < PAGE_COUNT) return done(exported);
  }
}

/**
 * The right that was agreed to, for the same accounts; whoever asked hears it, once and soon.
 * @param digest of the pseudonyms of those accounts
 * @refuses `reveal.*`
 */
export async function useActorRight(
  by: Party,
  { digest, id }: { readonly digest: string; readonly id: RequestId },
  deps: UseDeps,
): Promise<Outcome<ActorRight>> {
  const asked = (await deps.requests.get(id))?.subject;
  if (asked?.kind !== 'actors' || asked.digest !== digest) return refusedWith('reveal.unknown');
  const used = await useRequest(by, id, { kind: 'actors', deps });
  return used.ok ? done(asked.right) : used;
}

/** Requests that wait, for whoever may agree; the newest first. */
export async function openRequests(deps: UseDeps): Promise<readonly RegistryRequest[]> {
  return deps.requests.open(MAX_OPEN);
}

/**
 * Uses a request up, once and soon, by whoever asked; the audit row comes first.
 * @refuses `reveal.*`
 */
export async function useRequest(
  by: Party,
  id: RequestId,
  { deps, kind }: { readonly kind: RequestSubject['kind']; readonly deps: UseDeps },
): Promise<Outcome<RegistryRequest>> {
  const at = deps.clock.now();
  const request = await deps.requests.get(id);
  if (request === undefined || request.subject.kind !== kind) return refusedWith('reveal.unknown');
  const { subject } = request;
  const about = { at, subject: concernedBy(subject, id), purpose: subject.purpose };
  const refusal = refusalToUse(request, { by, at }, deps.policy);
  if (refusal !== undefined) {
    await deps.audit.append(auditOf(`${kind}.use`, by, { ...about, refusal }));
    return refusedWith(refusal);
  }
  await deps.audit.append(auditOf(`${kind}.use`, by, about));
  return (await deps.requests.use(id, at)) ? done(request) : refusedWith('reveal.used');
}

/** Whom or what a request concerns, as the audit names it; the request itself where it is nobody alone. */
export function concernedBy(
  subject: RequestSubject,
  id: RequestId,
): CaseId | DefenderRef | RequestId {
  if (subject.kind === 'reveal') return subject.ref as DefenderRef;
  const ref = subject.kind === 'rows' ? refOfSlice(subject.slice) : undefined;
  return (ref as CaseId | DefenderRef | undefined) ?? id;
}
