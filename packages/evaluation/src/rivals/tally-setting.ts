import { precisionAt } from '../metrics/precision.ts';
import type { Levels } from './rival.ts';
import type { RivalRun } from './rival-run.ts';

/** What somebody said about one run: whether it alarmed, and whom it flagged. */
export interface Verdict {
  readonly alarmed: boolean;
  readonly hits: number;
  readonly wrong: number;
  /** Attackers of the run. */
  readonly wanted: number;
}

/** @source issue: one attack window to twenty benign */
export const BENIGN_PER_ATTACK = 20;

/** Verdict of a set of flagged accounts. */
export function verdictOf(run: RivalRun, flagged: Iterable<string>, alarmed?: boolean): Verdict {
  let hits = 0;
  let all = 0;
  for (const account of flagged) {
    all += 1;
    if (run.attackers.has(account)) hits += 1;
  }
  // An alarm in an attack that holds none of its attackers has found something else.
  const rang = alarmed ?? (run.kind === 'attack' ? hits > 0 : all > 0);
  return { alarmed: rang, hits, wrong: all - hits, wanted: run.attackers.size };
}

/** Verdicts of one setting at one threshold. */
export function verdictAt(run: RivalRun, levels: Levels | undefined, threshold: number): Verdict {
  const flagged: string[] = [];
  for (const [account, level] of levels ?? []) if (level >= threshold) flagged.push(account);
  return verdictOf(run, flagged);
}

/** Numbers of one scenario. */
export interface ScenarioScore {
  readonly recall: number;
  /** At one attack window to twenty benign ones. */
  readonly precision: number;
  readonly campaignF1: number;
  readonly actorRecall: number;
  /** With the accounts flagged in twenty benign windows to each attack. */
  readonly actorPrecision: number;
  readonly actorF1: number;
  /** In attack runs alone, where most who act are attackers. */
  readonly alonePrecision: number;
  readonly aloneF1: number;
}

/** What a setting does where nobody attacks. */
export interface BenignRates {
  /** Alarms per benign window. */
  readonly alarms: number;
  /** Accounts flagged per benign window. */
  readonly flagged: number;
}

/**
 * Scores one scenario. Benign windows come in by their rates, twenty to each attack
 * (`BENIGN_PER_ATTACK`).
 *
 * @returns ratios from 0 to 1; NaN where there is nothing to divide by
 */
export function scoreOf(verdicts: readonly Verdict[], benign: BenignRates): ScenarioScore {
  const recall =
    verdicts.length === 0 ? 0 : verdicts.filter((one) => one.alarmed).length / verdicts.length;
  const precision = precisionAt(recall, benign.alarms, BENIGN_PER_ATTACK);
  const sum = (of: (one: Verdict) => number) => verdicts.reduce((all, one) => all + of(one), 0);
  const hits = sum((one) => one.hits);
  const flagged = hits + sum((one) => one.wrong);
  const wanted = sum((one) => one.wanted);
  const innocent = benign.flagged * BENIGN_PER_ATTACK * verdicts.length;
  const actorPrecision = flagged === 0 ? Number.NaN : hits / (flagged + innocent);
  const actorRecall = wanted === 0 ? Number.NaN : hits / wanted;
  return {
    recall,
    precision,
    campaignF1: f1(precision, recall),
    actorPrecision,
    actorRecall,
    actorF1: wanted === 0 ? Number.NaN : (2 * hits) / (flagged + innocent + wanted),
    alonePrecision: flagged === 0 ? Number.NaN : hits / flagged,
    aloneF1: wanted === 0 ? Number.NaN : (2 * hits) / (flagged + wanted),
  };
}

/** Harmonic mean; 0 where nothing was found. */
export function f1(precision: number, recall: number): number {
  if (Number.isNaN(precision) || recall === 0) return 0;
  return (2 * precision * recall) / (precision + recall);
}
