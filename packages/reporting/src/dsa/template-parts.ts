/**
 * Names of rows and columns of the parts of the harmonised template, as it is published: blanks at the
 * end and letters of either size included.
 * @source Implementing Regulation (EU) 2024/2835, annex I; compared with reports that providers
 * published in it for 2025, collected in github.com/krMaynard/dsa-transparency-data
 */

/** Official languages of the Union in the order of the template, and what needs no language. */
export const OFFICIAL_LANGUAGES = [
  ...['bg', 'hr', 'cs', 'da', 'nl', 'en', 'et', 'fi', 'fr', 'de', 'el', 'hu', 'ga'],
  ...['it', 'lv', 'lt', 'mt', 'pl', 'pt', 'ro', 'sk', 'sl', 'es', 'sv'],
] as const;
/** Scopes of rows by language: each official language, then what needs none. */
export const LANGUAGE_SCOPES = [...OFFICIAL_LANGUAGES, 'Agnostic'] as const;

/** Member States in the order of their English names, from AT to SE. */
export const MEMBER_STATES = [
  ...['AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'EL', 'HU', 'IE'],
  ...['IT', 'LV', 'LT', 'LU', 'MT', 'NL', 'PL', 'PT', 'RO', 'SK', 'SI', 'ES', 'SE'],
] as const;

/** Who has to fill in a row. */
export const APPLICABILITY = {
  all: 'All',
  hosting: 'Only for providers of hosting services, including online platforms',
  platforms: 'Only for providers of online platforms',
  vlops: 'Only for VLOPs',
  vlopsAndVloses: 'Only for VLOPs and VLOSEs',
} as const;

/** Category of an order that names none; part 3 alone has it. */
export const UNSPECIFIED_ORDER = 'STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER';
/** Category of a notice that names none; in the list of names alone. */
export const UNSPECIFIED_NOTICE = 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE';
/** Category of what breaks the terms and no law; part 6 alone has it. */
export const TERMS_ALONE = 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC';

/** Columns of orders of authorities. */
export const ORDER_COUNTS = [
  'Number of orders to act against illegal content received',
  'Number of specific items of information included in the total number of orders to act against illegal content',
  'Median time to inform the authority of the receipt of the order to act against illegal content',
  'Median time to give effect to the order to act against illegal content',
  'Number of orders to provide information',
  'Median time to inform the authority of the receipt of the order to provide information',
  'Median time to give effect to the order to provide information',
] as const;

/** The template writes the first two with a small letter after the prefix. */
export const ORDER_CONTEXTS = ORDER_COUNTS.map((name, at) =>
  at < 2
    ? `Contextual information on ${name.charAt(0).toLowerCase()}${name.slice(1)}`
    : `Contextual information on ${name}`,
);

const TRUSTED = ' (Trusted Flagger notices)';
const ITEMS = 'Number of specific items of information included in the total number of notices';
const LAW = 'Number of actions taken on the basis of the law';
const TERMS = 'Number of actions taken on the basis of the terms and conditions of the service';
/** Columns of notices. The first ends with a blank. */
export const NOTICE_COUNTS = [
  'Number of notices received ',
  'Number of notices received from Trusted flaggers',
  ITEMS,
  `${ITEMS} by Trusted Flaggers${TRUSTED}`,
  'Median time to take action',
  `Median time to take action${TRUSTED}`,
  LAW,
  `${LAW}${TRUSTED}`,
  TERMS,
  `${TERMS}${TRUSTED}`,
] as const;
/** Columns that tell in words of each count of notices. */
export const NOTICE_CONTEXTS = NOTICE_COUNTS.map((name) => `Contextual information on ${name}`);

/** A row of the parts that are lists of indicators: who, which section, which indicator, which scope. */
export type IndicatorRow = readonly [
  applicability: string,
  section: string,
  indicator: string,
  scope: string,
];

const TOTAL = 'Total number';
const HANDLED = ['Decisions upheld', 'Decisions partially reversed', 'Decisions reversed'];

const COMPLAINTS = 'Internal complaints mechanism';
/** Part 7: the indicator that comes in several scopes, under which complaints are filled in. */
export const SUBMITTED = 'Number of complaints submitted to the internal-complaints mechanism';
const ABOUT = [
  'a decision to remove or disable access to or restrict visibility of information',
  'a decision to suspend or terminate the provision of the service',
  'a decision to suspend or terminate an account ',
  'a decision to restrict the ability to monetise information',
  'a decision not to take action on a notice submitted in accordance with Article 16',
  'a decision not to take action on a notice submitted by a Trusted Flagger in accordance with Article 16',
];
const DISPUTES = 'Out-of-court dispute settlement bodies';
const REPEATED = 'Suspensions imposed on repeated offenders';

/** Part 7. */
export const APPEAL_ROWS: readonly IndicatorRow[] = [
  [APPLICABILITY.all, COMPLAINTS, SUBMITTED, TOTAL],
  ...[...HANDLED, 'Median time', 'Decision omitted'].map(
    (scope) => [APPLICABILITY.platforms, COMPLAINTS, SUBMITTED, scope] as const,
  ),
  [
    APPLICABILITY.platforms,
    COMPLAINTS,
    'Number of restrictions newly imposed as a result of an internal complaint',
    TOTAL,
  ],
  ...ABOUT.flatMap((about) =>
    [TOTAL, ...HANDLED, 'Median time'].map(
      (scope) =>
        [APPLICABILITY.platforms, COMPLAINTS, `Complaint regarding ${about}`, scope] as const,
    ),
  ),
  ...[
    TOTAL,
    ...HANDLED,
    'Median time',
    'Decision omitted',
    'Percentage of outcomes implemented',
  ].map(
    (scope) =>
      [
        APPLICABILITY.platforms,
        DISPUTES,
        'Number of disputes submitted to out-of-court dispute settlement bodies',
        scope,
      ] as const,
  ),
  ...['illegal content ', 'unfounded notices', 'unfounded complaints'].map(
    (what) =>
      [
        APPLICABILITY.platforms,
        REPEATED,
        `Number of suspensions enacted for the provision of manifestly ${what}`,
        TOTAL,
      ] as const,
  ),
];

const AUTOMATED = 'Use of automated means for content moderation';
/** Part 8: what no person had decided; ends with a blank. */
export const SOLELY_AUTOMATED = 'Number of measures solely taken by automated means ';
/** Part 8: what a person had decided. */
export const NOT_AUTOMATED = 'Number of measures not taken by automated means';
/** Part 8: the one accuracy that is filled in; the others need cases that nobody looked for. */
export const PRECISION = 'Accuracy of the automated means - Precision';
const ACCURACIES = [
  'Accuracy of the automated means - Accuracy',
  PRECISION,
  'Accuracy of the automated means - Recall',
];
const MEASURES = [SOLELY_AUTOMATED, NOT_AUTOMATED];

/** Part 8. Notices of everybody have a blank after their first indicator, those of flaggers have none. */
export const AUTOMATED_ROWS: readonly IndicatorRow[] = [
  ...[TOTAL, 'Own-initiative '].flatMap((scope) =>
    [...MEASURES, ...ACCURACIES].map(
      (indicator) => [APPLICABILITY.all, AUTOMATED, indicator, scope] as const,
    ),
  ),
  ...(
    [
      [
        APPLICABILITY.hosting,
        'NAM Total',
        'Number of notices solely processed by automated means ',
      ],
      [
        APPLICABILITY.platforms,
        'NAM Trusted Flagger',
        'Number of notices solely processed by automated means',
      ],
    ] as const
  ).flatMap(([applicability, scope, solely]) =>
    [solely, 'Number of notices not processed by automated means', ...ACCURACIES].map(
      (indicator) => [applicability, AUTOMATED, indicator, scope] as const,
    ),
  ),
  ...[...MEASURES, ...ACCURACIES].flatMap((indicator) =>
    OFFICIAL_LANGUAGES.map(
      (language) => [APPLICABILITY.vlops, AUTOMATED, indicator, language] as const,
    ),
  ),
];

const STAFF = 'Human resources dedicated to content moderation ';
/** Part 9: moderators by language; ends with a blank. */
export const LINGUISTIC = 'Number of total moderators with sufficient linguistic expertise ';

/** Part 9. */
export const STAFF_ROWS: readonly IndicatorRow[] = [
  [APPLICABILITY.vlops, STAFF, 'Number of internal moderators employed by the provider', TOTAL],
  [APPLICABILITY.vlops, STAFF, 'Number of external moderators contracted by the provider', TOTAL],
  ...[TOTAL, ...LANGUAGE_SCOPES].map(
    (scope) => [APPLICABILITY.vlops, STAFF, LINGUISTIC, scope] as const,
  ),
];

/** Part 10. */
export const RECIPIENT_ROWS: readonly IndicatorRow[] = ['TOTAL', ...MEMBER_STATES].map((scope) => [
  APPLICABILITY.vlopsAndVloses,
  'AMAR',
  'Number of average monthly active recipients during the reporting period ',
  scope,
]);

/** Part 11: the words that go with the accuracy of part 8. */
export const ERROR_WORDS =
  'Qualitative description of indicators of accuracy and possible rate of error of automated means';
const PEOPLE = 'human resources dedicated to content moderation';

/** Part 11: who, and what is told in words. Two of them end with blanks. */
export const WORD_ROWS: readonly (readonly [applicability: string, indicator: string])[] = [
  ...[
    'Summary of the content moderation engaged in at the providers’ own initiative',
    "Meaningful and comprehensible information regarding content moderation engaged in at the providers' own initiative",
    'Qualitative description of the automated means',
    ERROR_WORDS,
    'Specification of the precise purposes to apply automated means',
    'Safeguards applied to the use of automated means',
  ].map((indicator) => [APPLICABILITY.all, indicator] as const),
  ...[
    'High-level description of the content moderation governance structure',
    `Qualifications of the ${PEOPLE}`,
    `Training given to ${PEOPLE}`,
    `Support given to ${PEOPLE} `,
    `Methodology used to compute the number of ${PEOPLE}  `,
  ].map((indicator) => [APPLICABILITY.vlops, indicator] as const),
];
