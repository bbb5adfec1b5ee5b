import { z } from 'zod';
import { field } from '../field.ts';
import { DefenderRef, MeasureRef, RequestId } from '../ids.ts';
import {
  CONSENT_WAYS,
  EVIDENCE_CLASSES,
  REFUSAL_REASONS,
  REGISTRY_END_REASONS,
  REGISTRY_STATES,
  REVEAL_PURPOSES,
  SEALED_PARTS,
} from '../registry-words.ts';
import { EpochMs } from '../units.ts';
import { DATA_CLASSES, TIERS } from '../vocabulary.ts';
import { Phrase } from './own-agreements.ts';
import { PageQuery, pageOf } from './page.ts';
import { RevealShown } from './reveal-shown.ts';
import { routes } from './route.ts';

const ACTS_MAX = 16;
const PROPOSAL_CHARS_MAX = 1_000_000;
const PROPOSAL_BYTES_MAX = 2_097_152;
const LABEL = z.string();

/** A designation as staff see it: states, times and pseudonyms; who it is takes two people. */
export const DesignationShown = z.object({
  ref: DefenderRef,
  state: z.enum(REGISTRY_STATES),
  version: z.number().int(),
  source: z.string(),
  evidence: z.enum(EVIDENCE_CLASSES),
  acts: z.array(z.string()),
  tier: z.enum(TIERS),
  probe: z.boolean(),
  proposedBy: LABEL,
  proposedAt: EpochMs,
  vettedBy: LABEL.optional(),
  approvedBy: LABEL.optional(),
  dataClasses: z.array(z.enum(DATA_CLASSES)),
  reviewDueAt: EpochMs.optional(),
  custodySince: EpochMs.optional(),
  duressSince: EpochMs.optional(),
  refusedFor: z.enum(REFUSAL_REASONS).optional(),
  endedFor: z.enum(REGISTRY_END_REASONS).optional(),
});

const Classes = z.array(z.enum(DATA_CLASSES)).min(1).max(DATA_CLASSES.length);
const plain = <const Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind) });
const Consent = z.strictObject({
  kind: z.literal('consent'),
  classes: Classes,
  way: z.enum(CONSENT_WAYS),
  givenAt: EpochMs,
});
const Narrowing = z.strictObject({
  kind: z.literal('narrow-consent'),
  classes: z.array(z.enum(DATA_CLASSES)).max(DATA_CLASSES.length),
});
const Refusal = z.strictObject({ kind: z.literal('refuse'), reason: z.enum(REFUSAL_REASONS) });

/** What staff do with a designation. */
const StaffAct = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('vet'),
    acts: z.array(z.string().regex(/^[a-z][a-z0-9-]{1,63}$/)).max(ACTS_MAX),
    evidence: z.enum(EVIDENCE_CLASSES),
    capacity: z.enum(['defender', 'state-body', 'office-holder', 'candidate']),
  }),
  plain('add'),
  Consent,
  Narrowing,
  z.strictObject({ kind: z.literal('agree-to-counting'), way: z.enum(CONSENT_WAYS) }),
  z.strictObject({ kind: z.literal('take-back-counting'), isForgotten: z.boolean() }),
  Refusal,
  z.strictObject({ kind: z.literal('decide-appeal'), isUpheld: z.boolean() }),
  plain('begin-emergency'),
  z.strictObject({ kind: z.literal('review-emergency'), keep: z.boolean() }),
  plain('review'),
  plain('pause'),
  plain('resume'),
  plain('confirm-withdrawal'),
  plain('resolve-duress'),
  plain('propose-end'),
  plain('decide-end'),
  plain('begin-custody'),
  plain('end-custody'),
]);

/** What a defender or delegate does with their own. */
const OwnAct = z.discriminatedUnion('kind', [
  Consent,
  Narrowing,
  Refusal,
  plain('appeal'),
  plain('pause'),
  plain('resume'),
  plain('withdraw'),
  plain('undo-withdrawal'),
  plain('begin-custody'),
  plain('end-custody'),
]);

const Nominated = field(
  z.record(z.string(), z.unknown()),
  'identity, contact, delegates, risk factors and profile, as the registry asks for them',
  'identity',
);
const AtDesignation = z.strictObject({ defender: DefenderRef });
const AtReveal = z.strictObject({ request: RequestId });
const designation = z.object({ designation: DesignationShown });
const reveal = z.object({ request: RevealShown });

/** The registry of people at risk. */
export const REGISTRY_ROUTES = routes({
  listDesignations: {
    method: 'GET',
    path: '/v1/designations',
    summary: 'Designations by pseudonym, in order of proposal',
    resource: 'Designation',
    status: 200,
    query: PageQuery.extend({ state: z.enum(REGISTRY_STATES).optional() }),
    reply: pageOf(DesignationShown),
    audit: 'every-use',
  },
  readDesignation: {
    method: 'GET',
    path: '/v1/designations/{defender}',
    summary: 'One designation, without who it is',
    resource: 'Designation',
    status: 200,
    params: AtDesignation,
    reply: designation,
    versioned: true,
    audit: 'every-use',
  },
  readDesignationHistory: {
    method: 'GET',
    path: '/v1/designations/{defender}/history',
    summary: 'What was known at one time to hold at another',
    resource: 'Designation',
    status: 200,
    params: AtDesignation,
    query: z.strictObject({
      knownAt: z.coerce.number().pipe(EpochMs),
      validAt: z.coerce.number().pipe(EpochMs),
    }),
    reply: designation,
    audit: 'every-use',
  },
  nominateDefender: {
    method: 'POST',
    path: '/v1/designations',
    summary: 'Proposes somebody; two people look at it before anything holds',
    resource: 'Designation',
    status: 201,
    body: Nominated,
    reply: z.object({ defender: DefenderRef }),
    once: true,
    audit: 'every-use',
  },
  proposeDefenders: {
    method: 'POST',
    path: '/v1/designation-proposals',
    summary: 'Proposals of a partner, CSV or JSON lines; a refused line stops no other',
    resource: 'Designation',
    status: 200,
    body: z.strictObject({
      text: field(z.string().min(1).max(PROPOSAL_CHARS_MAX), 'the lines', 'identity'),
    }),
    bodyBytesMax: PROPOSAL_BYTES_MAX,
    reply: z.object({
      taken: z.array(z.number().int()),
      refused: z.array(z.object({ line: z.number().int(), fault: z.string() })),
    }),
    once: true,
    audit: 'every-use',
  },
  changeDesignation: {
    method: 'POST',
    path: '/v1/designations/{defender}/acts',
    summary: 'One act of the registry; some take a second person',
    resource: 'Designation',
    status: 200,
    params: AtDesignation,
    body: z.strictObject({ act: StaffAct, phrase: Phrase }),
    reply: designation,
    once: true,
    audit: 'every-use',
  },
  readOwnDesignation: {
    method: 'GET',
    path: '/v1/own-designation',
    summary: 'What a defender or delegate sees of their own',
    resource: 'Designation',
    status: 200,
    reply: z.object({
      state: z.enum(REGISTRY_STATES),
      dataClasses: z.array(z.enum(DATA_CLASSES)),
      coolingOffUntil: EpochMs.optional(),
      reviewDueAt: EpochMs.optional(),
    }),
    audit: 'every-use',
  },
  // The registry accounts for these itself: no failing audit keeps somebody from stopping.
  changeOwnDesignation: {
    method: 'POST',
    path: '/v1/own-designation/acts',
    summary: 'Consents, narrows, pauses, withdraws, undoes: what is one’s own to decide',
    resource: 'Designation',
    status: 200,
    body: z.strictObject({ act: OwnAct, phrase: Phrase }),
    reply: z.object({
      state: z.enum(REGISTRY_STATES),
      dataClasses: z.array(z.enum(DATA_CLASSES)),
      /** Stopped already, while the registry is away: what is left is known when it is back. */
      takenBack: z.array(z.enum(DATA_CLASSES)).optional(),
      coolingOffUntil: EpochMs.optional(),
    }),
    once: true,
    audit: 'refusals',
  },
  endOwnMeasure: {
    method: 'POST',
    path: '/v1/own-designation/measures/{instance}/end',
    summary: 'Refuses or ends a measure on oneself',
    resource: 'Measure',
    status: 202,
    params: z.strictObject({ instance: MeasureRef }),
    reply: z.object({ instance: MeasureRef }),
    once: true,
    audit: 'refusals',
  },
  extendOwnMeasure: {
    method: 'POST',
    path: '/v1/own-designation/measures/{instance}/extension',
    summary: 'Has a measure on oneself go on, within its longest life',
    resource: 'Measure',
    status: 202,
    params: z.strictObject({ instance: MeasureRef }),
    reply: z.object({ instance: MeasureRef }),
    once: true,
    audit: 'every-use',
  },
  requestReveal: {
    method: 'POST',
    path: '/v1/reveals',
    summary: 'Asks to see one part of who somebody is, or all; another person has to agree',
    resource: 'Designation',
    status: 201,
    body: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('reveal'),
        defender: DefenderRef,
        part: z.enum(SEALED_PARTS),
        purpose: z.enum(REVEAL_PURPOSES),
      }),
      z.strictObject({ kind: z.literal('export'), purpose: z.enum(REVEAL_PURPOSES) }),
    ]),
    reply: reveal,
    once: true,
    audit: 'every-use',
  },
  listReveals: {
    method: 'GET',
    path: '/v1/reveals',
    summary: 'Requests that wait for a second person',
    resource: 'Designation',
    status: 200,
    reply: z.object({ items: z.array(RevealShown) }),
    audit: 'every-use',
  },
  agreeToReveal: {
    method: 'POST',
    path: '/v1/reveals/{request}/agreement',
    summary: 'The second person’s yes',
    resource: 'Designation',
    status: 200,
    params: AtReveal,
    reply: reveal,
    once: true,
    audit: 'every-use',
  },
  refuseReveal: {
    method: 'POST',
    path: '/v1/reveals/{request}/refusal',
    summary: 'The second person’s no; a request that was refused is over',
    resource: 'Designation',
    status: 200,
    params: AtReveal,
    reply: reveal,
    once: true,
    audit: 'every-use',
  },
  useReveal: {
    method: 'POST',
    path: '/v1/reveals/{request}/use',
    summary: 'Opens the part, once and soon, by whoever asked',
    resource: 'Designation',
    status: 200,
    params: AtReveal,
    reply: z.object({ part: z.enum(SEALED_PARTS), value: z.unknown() }),
    audit: 'every-use',
  },
  exportDesignations: {
    method: 'POST',
    path: '/v1/reveals/{request}/export',
    summary: 'Every living designation with its identity, once, by whoever asked',
    resource: 'Designation',
    status: 200,
    params: AtReveal,
    reply: z.object({
      items: z.array(
        z.object({
          ref: DefenderRef,
          account: field(z.string(), 'as the platform names it', 'identity'),
          name: field(z.string().optional(), 'how they want to be called', 'identity'),
        }),
      ),
    }),
    audit: 'every-use',
  },
});
