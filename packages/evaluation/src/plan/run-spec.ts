import type { CatalogueId, Difficulty, Language, SplitName } from '@hrd-shield/world';

/** What a run is for. */
export type RunGroup = 'attack' | 'look-alike' | 'month' | 'variant';

/** What is done to a stream before detection sees it. */
export type Variant =
  | 'plain'
  | 'zero-width'
  | 'homoglyph'
  | 'emoji'
  | 'leet'
  | 'duplicated'
  | 'reordered'
  | 'lossy'
  | 'poisoned'
  | 'no-classifier';

export type MixId = 'M01' | 'M02' | 'M03' | 'M04';
/** A kind of the catalogue, a named mix, or a benign month of a defender. */
export type RunKind = CatalogueId | MixId | 'month';

/** One run: the same spec gives the same stream. */
export interface RunSpec {
  readonly group: RunGroup;
  readonly kind: RunKind;
  readonly difficulty: Difficulty;
  readonly seed: number;
  readonly language: Language;
  readonly variant: Variant;
  readonly split: SplitName;
  /** Parameters other than drawn ones, for whoever searches among them. */
  readonly shape?: Readonly<Record<string, unknown>>;
}

/** Names a run in the store and in lists of worst cases. */
export function runKey(spec: RunSpec): string {
  const { difficulty, group, kind, language, seed, split, variant } = spec;
  const shape = spec.shape === undefined ? '' : `/${JSON.stringify(spec.shape)}`;
  return `${split}/${group}/${kind}/${difficulty}/${variant}/${language}/${seed}${shape}`;
}

export function isMix(kind: RunKind): kind is MixId {
  return kind.startsWith('M0');
}
