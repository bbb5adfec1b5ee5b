import { type Figure, withheldUnder } from '@hrd-shield/domain';
import { type CsvValue, csvOf } from '../release/csv.ts';
import { categoryNamesCsv } from './category-names.ts';
import { LAW_CATEGORY, templateRows } from './category-rows.ts';
import { type DsaExport, NO_EQUIVALENT } from './dsa-statement.ts';
import {
  APPEAL_ROWS,
  APPLICABILITY,
  AUTOMATED_ROWS,
  ERROR_WORDS,
  type IndicatorRow,
  MEMBER_STATES,
  NOT_AUTOMATED,
  NOTICE_CONTEXTS,
  NOTICE_COUNTS,
  ORDER_CONTEXTS,
  ORDER_COUNTS,
  PRECISION,
  RECIPIENT_ROWS,
  SOLELY_AUTOMATED,
  STAFF_ROWS,
  SUBMITTED,
  UNSPECIFIED_ORDER,
  WORD_ROWS,
} from './template-parts.ts';
import {
  type ComplaintCounts,
  ownInitiativeCsv,
  ownInitiativeLawCsv,
  type ReportSubject,
} from './transparency-report.ts';

/** What is known of a period. */
export interface ReportFacts {
  readonly exports: readonly DsaExport[];
  readonly complaints: ComplaintCounts;
  /** Acting cases that a second person confirmed, blind. */
  readonly precision: Figure;
  /** A smaller sample tells no precision. */
  readonly minimumCell: number;
  /** Seats of the rota at the busiest hour by language; `*` for desks of every language. */
  readonly seats: Readonly<Record<string, number>>;
}

/** What a cell says beside its number, or in the place of one. */
interface Told {
  readonly value?: CsvValue;
  readonly context?: string;
}

type Tell = (row: IndicatorRow) => Told;

const NOT_OURS = `${NO_EQUIVALENT}: the figure of the provider`;

/**
 * Every part of the template that this product fills in or hands on empty, by file name.
 * What has no equivalent here has no number, and says so where the template has a field for it: the
 * provider writes its own.
 * @source Implementing Regulation (EU) 2024/2835, annex I, parts 1 to 11; CSV as RFC 4180
 */
export function harmonisedFiles(
  facts: ReportFacts,
  subject: ReportSubject,
): Readonly<Record<string, string>> {
  return {
    '1_report_identification.csv': identificationCsv(subject),
    '2_categories_names.csv': categoryNamesCsv(),
    '3_member_states_orders.csv': ordersCsv(subject),
    '4_notices.csv': noticesCsv(subject),
    '5_own_initiative_illegal.csv': ownInitiativeLawCsv(subject),
    '6_own_initiative_TC.csv': ownInitiativeCsv(facts.exports, subject),
    '7_appeals_and_recidivism.csv': listCsv(
      APPEAL_ROWS,
      complaintTeller(facts.complaints),
      subject,
      'Contextual Information',
    ),
    '8_automated_means.csv': listCsv(
      AUTOMATED_ROWS,
      automatedTeller(facts),
      subject,
      'Contextual Information',
    ),
    '9_human_resources.csv': listCsv(
      STAFF_ROWS,
      staffTeller(facts.seats),
      subject,
      'Contextual information',
    ),
    '10_AMAR.csv': listCsv(RECIPIENT_ROWS, () => ({}), subject),
    '11_qualitative.csv': wordsCsv(facts, subject),
  };
}

function identificationCsv({ from, identity, service, to }: ReportSubject): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Name of the service provider', identity?.provider ?? ''],
    ['Date of the publication of the report', identity?.publishedOn ?? ''],
    ['Date of the publication of the latest previous report', identity?.previousOn ?? ''],
    ['Starting date of reporting period', from],
    ['Ending date of reporting period', to],
  ];
  return csvOf(
    ['Applicability', 'Service', 'Indicator', 'Value'],
    rows.map(([Indicator, Value]) => ({
      ...{ Applicability: APPLICABILITY.all, Service: service },
      ...{ Indicator, Value },
    })),
  );
}

const OTHER = 'Description of the sub-category "Other"';

/** Orders reach the provider; what comes here of a state is a question about a defender. */
function ordersCsv(subject: ReportSubject): string {
  const head = ['Applicability', 'Service', 'Reporting period', LAW_CATEGORY, OTHER, 'Scope'];
  const rows = ['TOTAL', ...MEMBER_STATES].flatMap((scope) =>
    [...templateRows('law'), { name: UNSPECIFIED_ORDER, other: '' }].map(({ name, other }) => ({
      ...headOf(APPLICABILITY.all, subject),
      ...{ [LAW_CATEGORY]: name, [OTHER]: other, Scope: scope },
      ...(name === 'TOTAL' && scope === 'TOTAL' ? notOurs(ORDER_CONTEXTS) : {}),
    })),
  );
  return csvOf([...head, ...ORDER_COUNTS, ...ORDER_CONTEXTS], rows);
}

/** Notices of Article 16 are kept by the desk, sealed, and no outcome tells their category. */
function noticesCsv(subject: ReportSubject): string {
  const head = ['Applicability', 'Service', 'Reporting period', LAW_CATEGORY, OTHER];
  const rows = templateRows('law').map(({ name, other }) => ({
    ...headOf(APPLICABILITY.hosting, subject),
    ...{ [LAW_CATEGORY]: name, [OTHER]: other },
    ...(name === 'TOTAL' ? notOurs(NOTICE_CONTEXTS) : {}),
  }));
  return csvOf([...head, ...NOTICE_COUNTS, ...NOTICE_CONTEXTS], rows);
}

function notOurs(contexts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(contexts.map((name) => [name, NOT_OURS]));
}

function headOf(applicability: string, { from, service, to }: ReportSubject) {
  return {
    Applicability: applicability,
    Service: service,
    'Reporting period': `${from}/${to}`,
  };
}

/** A part that is a list of indicators. @param contextName its last column; part 10 has none */
function listCsv(
  rows: readonly IndicatorRow[],
  tell: Tell,
  subject: ReportSubject,
  contextName?: string,
): string {
  const columns = ['Section', 'Indicator', 'Scope', 'Value'];
  const head = ['Applicability', 'Service', 'Reporting period'];
  return csvOf(
    [...head, ...columns, ...(contextName === undefined ? [] : [contextName])],
    rows.map((row) => {
      const [applicability, Section, Indicator, Scope] = row;
      const { context = '', value = null } = tell(row);
      return {
        ...headOf(applicability, subject),
        ...{ Section, Indicator, Scope, Value: value },
        ...(contextName === undefined ? {} : { [contextName]: context }),
      };
    }),
  );
}

/** Complaints against restrictions, as far as appeals of third parties tell. */
function complaintTeller(counts: ComplaintCounts): Tell {
  const values: Readonly<Record<string, number>> = {
    'Total number': counts.submitted,
    'Decisions upheld': counts.upheld,
    'Decisions partially reversed': counts.partlyReversed,
    'Decisions reversed': counts.reversed,
    'Decision omitted': counts.omitted,
  };
  return ([, , indicator, scope]) => {
    const value = indicator === SUBMITTED ? values[scope] : undefined;
    return value === undefined ? { context: NOT_OURS } : { value };
  };
}

/** Every measure of this product is at the provider's own initiative. */
function automatedTeller({ exports, minimumCell, precision }: ReportFacts): Tell {
  const solely = exports.filter(
    ({ statement }) => statement.automated_decision === 'AUTOMATED_DECISION_FULLY',
  ).length;
  const told: Readonly<Record<string, Told>> = {
    [SOLELY_AUTOMATED]: { value: solely },
    [NOT_AUTOMATED]: { value: exports.length - solely },
    [PRECISION]: toldPrecision(withheldUnder(precision, minimumCell)),
  };
  return ([applicability, , indicator]) => {
    const found = applicability === APPLICABILITY.all ? told[indicator] : undefined;
    return found ?? { context: NOT_OURS };
  };
}

const DIGITS = 3;

function toldPrecision(figure: Figure): Told {
  if (figure.kind !== 'value') return { context: `${NO_EQUIVALENT}: too few were reviewed` };
  const { interval, n, value } = figure;
  const upper = interval.upper === 'open' ? 1 : interval.upper;
  return {
    value: value.toFixed(DIGITS),
    context:
      `share of cases, not of measures, that a second person confirmed, blind; sample of ${n}, ` +
      `95 % from ${interval.lower.toFixed(DIGITS)} to ${upper.toFixed(DIGITS)}`,
  };
}

/** Seats are not persons, so that no number of moderators comes of them. */
function staffTeller(seats: Readonly<Record<string, number>>): Tell {
  const everyLanguage = seats['*'] ?? 0;
  return ([, , , scope]) => {
    const own = seats[scope];
    if (own === undefined) return { context: NOT_OURS };
    const all = everyLanguage === 0 ? '' : `, ${everyLanguage} for every language beside`;
    return { context: `${NO_EQUIVALENT}: ${own} seats of the rota at once${all}` };
  };
}

const NOT_OUR_WORDS = `${NO_EQUIVALENT}: the words of the provider`;

/** What the provider tells in words; of the error of what acts by itself the blind reviews tell. */
function wordsCsv({ minimumCell, precision }: ReportFacts, subject: ReportSubject): string {
  const reviewed = toldPrecision(withheldUnder(precision, minimumCell));
  const share = reviewed.value === undefined ? '' : `${reviewed.value}: `;
  return csvOf(
    ['Applicability', 'Service', 'Reporting period', 'Indicator', 'Value'],
    WORD_ROWS.map(([applicability, Indicator]) => ({
      ...headOf(applicability, subject),
      Indicator,
      Value: Indicator === ERROR_WORDS ? `${share}${reviewed.context ?? ''}` : NOT_OUR_WORDS,
    })),
  );
}
