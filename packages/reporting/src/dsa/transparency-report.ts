import { type CsvValue, csvOf } from '../release/csv.ts';
import { LAW_CATEGORY, templateRows } from './category-rows.ts';
import type { DsaExport, DsaStatement } from './dsa-statement.ts';
import { NO_EQUIVALENT } from './dsa-statement.ts';
import { TEMPLATE_COUNTS, TEMPLATE_HEAD, type TemplateCount } from './template-rows.ts';

/** What a report is about. */
export interface ReportSubject {
  readonly service: string;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** What the provider says of itself and of the publication; days as `YYYY-MM-DD`. */
  readonly identity?: {
    readonly provider?: string | undefined;
    readonly publishedOn?: string | undefined;
    readonly previousOn?: string | undefined;
  };
}

/** How appeals of a period ended. */
export interface ComplaintCounts {
  readonly submitted: number;
  readonly upheld: number;
  readonly partlyReversed: number;
  readonly reversed: number;
  readonly omitted: number;
}

const VISIBILITY_COUNTS: Readonly<
  Record<NonNullable<DsaStatement['decision_visibility']>[number], TemplateCount>
> = {
  DECISION_VISIBILITY_CONTENT_REMOVED: 'Visibility restriction Removal',
  DECISION_VISIBILITY_CONTENT_DISABLED: 'Visibility restriction Disable',
  DECISION_VISIBILITY_CONTENT_DEMOTED: 'Visibility restriction Demoted',
  DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED:
    'Visibility restriction Interaction restricted',
  DECISION_VISIBILITY_CONTENT_LABELLED: 'Visibility restriction Labelled ',
  DECISION_VISIBILITY_OTHER: 'Visibility restriction Other',
};

const [MEASURES, AUTOMATED] = TEMPLATE_COUNTS;
const CONTEXT = 'Contextual Information on ';
const CONTEXTS = TEMPLATE_COUNTS.map((name) => `${CONTEXT}${name}`);

/**
 * Part 6 of the harmonised report: measures at the provider's own initiative under its terms, in every
 * row and column of the template. Keywords are left empty, since no ground of ours names one; where a
 * ground or scope has no equivalent, the row of the category says so and how often.
 * @source Implementing Regulation (EU) 2024/2835, annex I, part 6; files are CSV as RFC 4180
 */
export function ownInitiativeCsv(exports: readonly DsaExport[], subject: ReportSubject): string {
  return csvOf(
    [...TEMPLATE_HEAD, ...TEMPLATE_COUNTS, ...CONTEXTS],
    categoryRowsOf(exports, subject, 'terms'),
  );
}

/** The total and each category with its counts, and keywords, which are empty. */
function categoryRowsOf(
  exports: readonly DsaExport[],
  subject: ReportSubject,
  of: 'law' | 'terms',
): readonly Row[] {
  return templateRows(of).map(({ counted, name, other }) => {
    if (!counted) return { ...emptyRow(name, subject), [TEMPLATE_HEAD[4]]: other };
    const members = exports.filter(
      ({ statement }) => name === 'TOTAL' || statement.category === name,
    );
    return countedRow(name, members, subject);
  });
}

type Row = Readonly<Record<string, CsvValue>>;

function emptyRow(category: string, { from, service, to }: ReportSubject): Row {
  const [applicability, serviceName, period, name] = TEMPLATE_HEAD;
  return {
    [applicability]: 'All',
    [serviceName]: service,
    [period]: `${from}/${to}`,
    [name]: category,
  };
}

function countedRow(category: string, exports: readonly DsaExport[], subject: ReportSubject): Row {
  const counts = new Map<TemplateCount, number>(TEMPLATE_COUNTS.map((name) => [name, 0]));
  const add = (name: TemplateCount): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { statement } of exports) {
    add(MEASURES);
    if (statement.automated_decision === 'AUTOMATED_DECISION_FULLY') add(AUTOMATED);
    for (const each of statement.decision_visibility ?? []) add(VISIBILITY_COUNTS[each]);
    if (statement.decision_provision !== undefined) add('Provision of the service Suspension');
  }
  const without = exports.filter(({ withoutEquivalent }) => withoutEquivalent.length > 0).length;
  const context =
    without === 0 ? {} : { [`${CONTEXT}${MEASURES}`]: `${without}: ${NO_EQUIVALENT}` };
  return { ...emptyRow(category, subject), ...Object.fromEntries(counts), ...context };
}

/**
 * Part 5: measures at the provider's own initiative against illegal content. There are none of ours, by
 * kind: every measure of this product is taken under the terms of the provider.
 * @source Implementing Regulation (EU) 2024/2835, annex I, part 5
 */
export function ownInitiativeLawCsv(subject: ReportSubject): string {
  const [applicability, service, period, name, other] = TEMPLATE_HEAD;
  const columns = [applicability, service, period, LAW_CATEGORY, other];
  const rows = categoryRowsOf([], subject, 'law').map(({ [name]: category, ...row }) => ({
    ...row,
    [LAW_CATEGORY]: category ?? null,
  }));
  return csvOf([...columns, ...TEMPLATE_COUNTS, ...CONTEXTS], rows);
}
