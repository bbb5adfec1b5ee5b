import type { Language } from '../population.ts';
import type { Random } from '../random.ts';
import type { SpeechShape } from '../shapes.ts';
import type { Stance } from '../verdicts.ts';
import { expand } from './expand.ts';
import { obfuscate } from './obfuscate.ts';
import { TEXTS, type TextPools } from './text-pools.ts';

/** Which pool each stance speaks from. */
export type Script = Readonly<Record<Stance, keyof TextPools>>;

/** Attempts to word a paraphrase unlike those before it. */
const PARAPHRASE_TRIES = 8;
/** Earlier paraphrases that a new one is held against. */
const PARAPHRASES_KEPT = 40;
/** @source detection notes, 5.3, A05: no pair above one half */
const PARAPHRASE_LIKENESS_MAX = 0.5;
const GRAM = 4;
/** Open slots of a slot text where the shape does not say. */
const SLOTS = 5;
const ASIDE_RATIO = 0.7;

export interface TextSourceOptions {
  readonly shape: SpeechShape;
  readonly script: Script;
  /** Copies come from a few expanded templates rather than from free speech. */
  readonly copied?: { readonly templates: number; readonly stance: Stance };
}

/** Says something of a stance in a language. */
export type TextSource = (stance: Stance, language: Language) => string;

/** The one place where scenarios get their words: templates, slots, paraphrases or free speech. */
export function createTextSource(
  speaker: { readonly random: Random; readonly language: Language; readonly handle: string },
  options: TextSourceOptions,
): TextSource {
  const { random } = speaker;
  const { shape } = options;
  const copies = new Map<Language, readonly string[]>();
  const copiesIn = (language: Language): readonly string[] => {
    const kept = copies.get(language);
    if (kept !== undefined) return kept;
    const made = copiesOf(speaker, options, language);
    copies.set(language, made);
    return made;
  };
  if (options.copied !== undefined) copiesIn(speaker.language);
  const heard: Set<string>[] = [];
  const slotted = new Map<Language, string>();
  const free = (stance: Stance, language: Language): string =>
    expand(random.pick(TEXTS[language][options.script[stance]]), random, speaker.handle);
  const slotsIn = (language: Language): string => {
    const kept = slotted.get(language);
    const template =
      kept ?? slotFiller(random, TEXTS[language].slotted[0] ?? '', shape.slots ?? SLOTS);
    slotted.set(language, template);
    return expand(template, random, speaker.handle);
  };
  const say = (stance: Stance, language: Language): string => {
    if (options.copied?.stance === stance) return random.pick(copiesIn(language));
    if (stance !== 'hostile') return free(stance, language);
    if (shape.textSource === 'slots') return slotsIn(language);
    if (shape.textSource !== 'paraphrase') return free(stance, language);
    return reworded(
      () => withAside(random, free(stance, language), TEXTS[language].hostile),
      heard,
    );
  };
  return (stance, language) => {
    const rate = stance === 'hostile' ? shape.obfuscationRatio : 0;
    return obfuscate(say(stance, language), random, rate, shape.obfuscation);
  };
}

/** Texts that are copied: whole, or with some slots still open. */
function copiesOf(
  speaker: { readonly random: Random; readonly handle: string },
  options: TextSourceOptions,
  language: Language,
): string[] {
  if (options.copied === undefined) return [];
  const pool = TEXTS[language][options.script[options.copied.stance]];
  return Array.from({ length: options.copied.templates }, (_, i) =>
    expand(pool[i % pool.length] ?? '', speaker.random, speaker.handle),
  );
}

/** The same claim in company: another remark before or after it, without the handle. */
function withAside(random: Random, claim: string, asides: readonly string[]): string {
  if (!random.chance(ASIDE_RATIO)) return claim;
  const aside = expand(random.pick(asides), random, '');
  return random.chance(0.5) ? `${claim}. ${aside}` : `${aside}. ${claim}`;
}

/**
 * One smear whose every use fills `slots` of its slots anew; the other slots are fixed once.
 * @returns a source of such texts
 */
export function slotFiller(random: Random, template: string, slots: number): string {
  const groups = [...template.matchAll(/\{[^{}]*\}/g)];
  const open = new Set(
    groups
      .map((_, i) => ({ i, draw: random.next() }))
      .sort((a, b) => a.draw - b.draw)
      .slice(0, slots)
      .map(({ i }) => i),
  );
  let i = 0;
  return template.replace(/\{([^{}]*)\}/g, (group, inner: string) =>
    open.has(i++) ? group : random.pick(inner.split('|')),
  );
}

function reworded(draw: () => string, heard: Set<string>[]): string {
  let best = draw();
  let least = likeness(best, heard);
  for (let tries = 1; tries < PARAPHRASE_TRIES && least > PARAPHRASE_LIKENESS_MAX; tries++) {
    const other = draw();
    const close = likeness(other, heard);
    if (close < least) {
      best = other;
      least = close;
    }
  }
  heard.push(grams(best));
  if (heard.length > PARAPHRASES_KEPT) heard.shift();
  return best;
}

function likeness(text: string, heard: readonly ReadonlySet<string>[]): number {
  const own = grams(text);
  return Math.max(0, ...heard.map((other) => jaccard(own, other)));
}

/** Character 4-grams of a text. */
export function grams(text: string): Set<string> {
  const out = new Set<string>();
  for (let i = 0; i + GRAM <= text.length; i++) out.add(text.slice(i, i + GRAM));
  return out;
}

export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const one of a) if (b.has(one)) both++;
  return both / Math.max(1, a.size + b.size - both);
}
