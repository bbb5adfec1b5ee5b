import { TERMS_ALONE } from './template-parts.ts';
import { TEMPLATE_CATEGORIES } from './template-rows.ts';

/** Column of the parts that are about the law. */
export const LAW_CATEGORY = 'Category of illegal content';
/** Ends each category, and so is in a file many times. */
const OTHER_KEYWORD = 'KEYWORD_OTHER';
/** What the template writes where nobody has described what else there was. */
const OTHER_TEXT = 'Text to detail the "Other" keyword.';

/** A row of a part by category: a total, a category or a keyword of one. */
interface CategoryRow {
  readonly name: string;
  /** `TOTAL` and categories have counts; keywords have none, since no ground of ours names one. */
  readonly counted: boolean;
  /** What stands in the column for what is not listed. */
  readonly other: string;
}

/**
 * The total, each category and its keywords, in the order of the template.
 * @param of the law knows every category but that of the terms alone
 */
export function templateRows(of: 'law' | 'terms'): readonly CategoryRow[] {
  const categories = Object.entries(TEMPLATE_CATEGORIES).filter(
    ([category]) => of === 'terms' || category !== TERMS_ALONE,
  );
  return [
    counted('TOTAL'),
    ...categories.flatMap(([category, keywords]) => [
      counted(category),
      ...keywords.map((keyword) => ({ name: `KEYWORD_${keyword}`, counted: false, other: '' })),
      { name: OTHER_KEYWORD, counted: false, other: OTHER_TEXT },
    ]),
  ];
}

function counted(name: string): CategoryRow {
  return { name, counted: true, other: '' };
}
