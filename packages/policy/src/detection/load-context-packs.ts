import { fileURLToPath } from 'node:url';
import { ShieldError } from '@hrd-shield/contracts';
import {
  canonicalise,
  type Lexicon,
  SIGNS,
  type Sign,
  type SignTerms,
  type TermSet,
} from '@hrd-shield/domain';
import { parse } from 'yaml';
import { z } from 'zod';
import { type RuleFolderFile, readRuleFolder } from '../rule-file.ts';

const FOLDER = fileURLToPath(new URL('../../rules/context', import.meta.url));
const PREFIX_MARK = '*';

const terms = z.array(z.string().min(1)).min(1).max(200);

export const ContextPack = z.strictObject({
  language: z.string().min(2).max(8),
  matching: z.enum(['word', 'substring']),
  owner: z.string().min(1),
  reviewed: z.iso.date(),
  source: z.string().min(1),
  hostile: z.array(z.string().min(1)).min(1).max(200),
  supportive: z.array(z.string().min(1)).min(1).max(200),
  signs: z.strictObject(
    Object.fromEntries(SIGNS.map((sign) => [sign, terms])) as Record<Sign, typeof terms>,
  ),
});

/** The context packs as files, in the order of their names. */
export function readContextPackFiles(): readonly RuleFolderFile[] {
  return readRuleFolder(FOLDER);
}

/**
 * Term lists by language, canonical as texts are. A `*` at the end of a term stands for any
 * ending. They are weak evidence for where no classifier judged.
 *
 * @throws ShieldError `config.invalid` when a pack does not fit its schema
 */
export function loadContextPacks(): readonly Lexicon[] {
  return readContextPackFiles().map(({ name, text }) => {
    const pack = ContextPack.safeParse(parse(text));
    if (!pack.success) {
      throw new ShieldError('config.invalid', {
        detail: `context pack ${name}: ${z.prettifyError(pack.error)}`,
      });
    }
    const { language, matching } = pack.data;
    return {
      language,
      matching,
      hostile: termSet(pack.data.hostile),
      supportive: termSet(pack.data.supportive),
      signs: signTerms(pack.data.signs),
    };
  });
}

/** One look-up from a term to all that it is a sign of. */
function signTerms(listed: Readonly<Record<Sign, readonly string[]>>): SignTerms {
  const words = new Map<string, Sign[]>();
  const prefixes = new Map<string, Sign[]>();
  for (const sign of SIGNS) {
    const set = termSet(listed[sign]);
    for (const word of set.words) words.set(word, [...(words.get(word) ?? []), sign]);
    for (const prefix of set.prefixes)
      prefixes.set(prefix, [...(prefixes.get(prefix) ?? []), sign]);
  }
  return { words, prefixes };
}

function termSet(terms: readonly string[]): TermSet {
  const isPrefix = (term: string) => term.endsWith(PREFIX_MARK);
  return {
    words: new Set(terms.filter((term) => !isPrefix(term)).map(canonical)),
    prefixes: new Set(terms.filter(isPrefix).map((term) => canonical(term.slice(0, -1)))),
  };
}

function canonical(term: string): string {
  return canonicalise(term).text;
}
