import type { SplitName } from '@hrd-shield/world';

/** Whether more or less of a metric is better. */
export type Better = 'higher' | 'lower';

/** What a metric is held against. Absent bounds are not judged. */
export interface Target {
  readonly better: Better;
  /** Breaking it fails the run; judged on the point estimate. */
  readonly floor?: number;
  readonly goal?: number;
}

/** One number with its 95 % interval and the size of its sample. */
export interface Metric extends Partial<Target> {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Campaigns, runs, defender-months or whatever `unit` counts in. */
  readonly sample: number;
  /** `ratio`, `events`, `ms`, `per defender-month` and the like. */
  readonly unit: string;
  /** How the interval was made, such as `Wilson` or `bootstrap over campaigns`. */
  readonly interval: string;
}

/** Rows for people; the first cell of a row names it. */
export interface SectionTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** A line chart; the report draws it and shows its points as a table too. */
export interface SectionChart {
  readonly title: string;
  readonly description: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
  readonly logX?: boolean;
}

/**
 * One part of the proof, as every command of it leaves it behind: plain JSON, dated, complete. The
 * report reads sections from the results folder, whoever ran them and when.
 */
export interface EvalSection {
  /** Kebab-case; names the file in the results folder. */
  readonly id: string;
  readonly title: string;
  /** ISO 8601. */
  readonly ranAt: string;
  readonly seconds: number;
  readonly policyHash: string;
  /** Hash of the code that made the numbers. */
  readonly codeHash: string;
  readonly split: SplitName | 'real-data';
  /** How it was done, each a sentence. */
  readonly method: readonly string[];
  /** What it cannot see, each a sentence. */
  readonly limits: readonly string[];
  /** By name, such as `recall.medium` or `rivals.recall.A03.toolkit`. */
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly tables: readonly SectionTable[];
  readonly charts: readonly SectionChart[];
}

/** What a section may use. Nothing else of the machine is known to it. */
export interface SectionContext {
  readonly split: SplitName;
  /** First seed of the held-out block that this code and policy have to themselves. */
  readonly seedFirst?: number;
  readonly quick: boolean;
  /** Where a section may keep what it would otherwise compute again; outside version control. */
  readonly cacheFolder: string;
  readonly policyHash: string;
  readonly codeHash: string;
  readonly workers: number;
  /** Nothing is begun after this moment, epoch ms; the next call goes on. */
  readonly endsAt?: number;
  /** Progress for people, on stderr. */
  readonly say: (line: string) => void;
  readonly now: () => number;
}

/** Makes one section. Long ones keep what is done in the cache folder, so that they can resume. */
export type RunSection = (context: SectionContext) => Promise<EvalSection>;
