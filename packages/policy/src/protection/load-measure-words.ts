import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { parseRules, readRuleText } from '../rule-file.ts';
import { loadMeasureCatalogue, RULES } from './load-protection-policy.ts';
import { MeasureWordsRules } from './measure-rules.ts';

/** What a defender reads of one measure. */
export interface MeasureWords {
  readonly words: string;
  readonly undo: string;
  /** BCP 47: the language that was asked for, or `en` where there is no translation. */
  readonly language: string;
  /** Whether somebody who speaks it has looked at it; what nobody has is shown beside the English. */
  readonly isReviewed: boolean;
}

/**
 * The words of every measure in the language that is nearest to the one asked for.
 *
 * @param language BCP 47, such as `es` or `es-MX`
 * @throws ShieldError `config.invalid` when a translation is wrong or names an unknown measure
 */
export function loadMeasureWords(
  language: string,
  dir: string = RULES,
): ReadonlyMap<string, MeasureWords> {
  const { measures } = loadMeasureCatalogue(dir);
  const found = translationFor(language, dir);
  const unknown = Object.keys(found?.words ?? {}).find(
    (id) => !measures.some((measure) => measure.id === id),
  );
  if (unknown !== undefined) {
    throw new ShieldError('config.invalid', {
      detail: `words/${found?.language}.yaml: no measure is called ${unknown}`,
    });
  }
  return new Map(
    measures.map(({ id, undo, words }) => {
      const own = found?.words[id];
      return own === undefined || found === undefined
        ? [id, { words, undo, language: 'en', isReviewed: true }]
        : [id, { ...own, language: found.language, isReviewed: found.reviewed !== undefined }];
    }),
  );
}

function translationFor(language: string, dir: string): MeasureWordsRules | undefined {
  const [primary = '', script] = language.split('-');
  const wanted = script?.length === 4 ? [`${primary}-${script}`, primary] : [primary];
  const name = wanted
    .filter((each) => /^[a-zA-Z-]+$/.test(each))
    .map((each) => `words/${each}.yaml`)
    .find((each) => existsSync(join(dir, each)));
  if (name === undefined) return undefined;
  return parseRules(MeasureWordsRules, readRuleText(join(dir, name), name), name);
}
