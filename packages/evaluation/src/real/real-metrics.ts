import { wilson } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import type { Metric } from '../section.ts';
import type { FoundByReading } from './inject-campaigns.ts';
import type { TextScore } from './score-texts.ts';
import type { ThreatScore } from './score-threats.ts';

/** Recall of mobilisations that attack, and false alarms on the one that supports. */
export function injectionMetrics(found: FoundByReading): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  for (const [reading, rows] of found) {
    const alarmed = rows.filter((row) => row.alarmed);
    const isAttack = reading === 'smear' || reading === 'strangers';
    const name = isAttack ? 'recall' : 'alarms';
    metrics[`real.mobilisation.${reading}.${name}`] = metricOf(
      wilson(alarmed.length, rows.length),
      { unit: 'ratio', interval: 'Wilson' },
    );
    if (!isAttack) continue;
    const accounts = alarmed.reduce((sum, row) => sum + row.accounts, 0);
    const listed = alarmed.reduce((sum, row) => sum + row.listed, 0);
    const others = alarmed.reduce((sum, row) => sum + row.others, 0);
    const shares = { unit: 'ratio', interval: 'Wilson, accounts as independent' };
    metrics[`real.mobilisation.${reading}.actorRecall`] = metricOf(
      wilson(listed, accounts),
      shares,
    );
    metrics[`real.mobilisation.${reading}.actorPrecision`] = metricOf(
      wilson(listed, listed + others),
      shares,
    );
  }
  return metrics;
}

/** Area, precision and recall of the packs' words, by set. */
export function textMetrics(
  texts: readonly TextScore[],
  threats: readonly ThreatScore[],
): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  const ratio = { unit: 'ratio', interval: 'Wilson' };
  for (const { auc, precision, recall, set } of texts) {
    const area = { unit: 'area', interval: 'Hanley and McNeil' };
    metrics[`real.${set.id}.auc`] = metricOf(auc, area);
    metrics[`real.${set.id}.precision`] = metricOf(precision, ratio);
    metrics[`real.${set.id}.recall`] = metricOf(recall, ratio);
  }
  for (const { precision, recall, set } of threats) {
    metrics[`real.${set.id}.threatPrecision`] = metricOf(precision, ratio);
    metrics[`real.${set.id}.threatRecall`] = metricOf(recall, ratio);
  }
  return metrics;
}
