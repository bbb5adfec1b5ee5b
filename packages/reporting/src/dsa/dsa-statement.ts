import type { StatementOfReasons } from '@hrd-shield/contracts';
import { z } from 'zod';

/**
 * A statement as the transparency database of the Digital Services Act takes it; only what a measure of
 * ours can be. An empty or unknown value is refused here before it is refused there.
 * @source DSA transparency database, API documentation and attribute explanations, schema of July 2025
 */
export const DsaStatement = z
  .strictObject({
    decision_visibility: z
      .array(
        z.enum([
          'DECISION_VISIBILITY_CONTENT_REMOVED',
          'DECISION_VISIBILITY_CONTENT_DISABLED',
          'DECISION_VISIBILITY_CONTENT_DEMOTED',
          'DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED',
          'DECISION_VISIBILITY_CONTENT_LABELLED',
          'DECISION_VISIBILITY_OTHER',
        ]),
      )
      .min(1)
      .optional(),
    decision_visibility_other: z.string().max(500).optional(),
    decision_provision: z.enum(['DECISION_PROVISION_PARTIAL_SUSPENSION']).optional(),
    decision_ground: z.literal('DECISION_GROUND_INCOMPATIBLE_CONTENT'),
    incompatible_content_ground: z.string().min(1).max(500),
    incompatible_content_explanation: z.string().min(1).max(2_000),
    incompatible_content_illegal: z.literal('No'),
    category: z.enum([
      'STATEMENT_CATEGORY_CYBER_VIOLENCE',
      'STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS',
      'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH',
      'STATEMENT_CATEGORY_OTHER_VIOLATION_TC',
      'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
      'STATEMENT_CATEGORY_VIOLENCE',
    ]),
    content_type: z.array(z.literal('CONTENT_TYPE_OTHER')).min(1),
    content_type_other: z.string().min(1).max(500),
    content_date: z.iso.date(),
    application_date: z.iso.date(),
    end_date_visibility_restriction: z.iso.date().optional(),
    end_date_service_restriction: z.iso.date().optional(),
    decision_facts: z.string().min(1).max(5_000),
    source_type: z.literal('SOURCE_VOLUNTARY'),
    automated_detection: z.enum(['Yes', 'No']),
    automated_decision: z.enum([
      'AUTOMATED_DECISION_FULLY',
      'AUTOMATED_DECISION_PARTIALLY',
      'AUTOMATED_DECISION_NOT_AUTOMATED',
    ]),
    puid: z.string().regex(/^[A-Za-z0-9_-]{1,500}$/),
  })
  .refine((of) => (of.decision_visibility ?? of.decision_provision) !== undefined, {
    error: 'a statement names a decision',
  });
export type DsaStatement = z.infer<typeof DsaStatement>;

type Category = DsaStatement['category'];
type Visibility = NonNullable<DsaStatement['decision_visibility']>[number];

/** The nearest category of each ground; undefined where the published list has no equivalent. */
const CATEGORIES: Readonly<Record<StatementOfReasons['ground'], Category | undefined>> = {
  'coordinated-behaviour': 'STATEMENT_CATEGORY_CYBER_VIOLENCE',
  'abuse-of-reports': undefined,
  'private-information': 'STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS',
  'threats-or-incitement': 'STATEMENT_CATEGORY_VIOLENCE',
  'manipulated-content': undefined,
  impersonation: 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
  'account-security': undefined,
  'automated-access': undefined,
  'unsolicited-bulk': undefined,
};

/** What each scope restricts; undefined where the published list has no equivalent. */
const VISIBILITIES: Readonly<Record<StatementOfReasons['scope'], Visibility | undefined>> = {
  sending: undefined,
  visibility: 'DECISION_VISIBILITY_CONTENT_DEMOTED',
  'reports-and-marks': undefined,
  'item-hidden': 'DECISION_VISIBILITY_CONTENT_DISABLED',
  'item-removed': 'DECISION_VISIBILITY_CONTENT_REMOVED',
  label: 'DECISION_VISIBILITY_CONTENT_LABELLED',
  reading: undefined,
  account: undefined,
};

/** Where the published list has no equivalent, a neighbour is used and said to be one. */
export const NO_EQUIVALENT = 'no equivalent in the published list';
const FALLBACK: Category = 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC';

/** A statement with what of it has no equivalent. */
export interface DsaExport {
  readonly statement: DsaStatement;
  readonly withoutEquivalent: readonly ('ground' | 'scope')[];
}

/**
 * Puts a statement into the form of the transparency database. Facts are those of the rule, never of a
 * person: nothing says, or lets anyone conclude, that somebody is designated.
 * @throws ZodError where the published form would refuse it
 */
export function dsaStatementOf(of: StatementOfReasons): DsaExport {
  const category = CATEGORIES[of.ground];
  const visibility = VISIBILITIES[of.scope];
  const until = dayOf(of.until);
  const decision =
    visibility === undefined
      ? {
          decision_provision: 'DECISION_PROVISION_PARTIAL_SUSPENSION' as const,
          end_date_service_restriction: until,
        }
      : {
          decision_visibility: [visibility],
          end_date_visibility_restriction: until,
        };
  const statement = DsaStatement.parse({
    ...decision,
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    incompatible_content_ground: `rule: ${of.ground}`,
    incompatible_content_explanation: `The activity falls under the rule on ${of.ground.replaceAll('-', ' ')}.`,
    incompatible_content_illegal: 'No',
    category: category ?? FALLBACK,
    content_type: ['CONTENT_TYPE_OTHER'],
    content_type_other: category === undefined ? `${of.ground}: ${NO_EQUIVALENT}` : of.ground,
    content_date: dayOf(of.imposedAt),
    application_date: dayOf(of.imposedAt),
    decision_facts: `Restricted: ${of.scope}${visibility === undefined ? `, ${NO_EQUIVALENT}` : ''}. It ends by itself on ${until} and can be contested with the code of this statement; another person decides.`,
    source_type: 'SOURCE_VOLUNTARY',
    automated_detection: 'Yes',
    automated_decision: of.automated ? 'AUTOMATED_DECISION_FULLY' : 'AUTOMATED_DECISION_PARTIALLY',
    puid: of.code,
  });
  const withoutEquivalent = [
    ...(category === undefined ? (['ground'] as const) : []),
    ...(visibility === undefined ? (['scope'] as const) : []),
  ];
  return { statement, withoutEquivalent };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
