import type { DetectionPolicy } from '@hrd-shield/domain';
import { type ExplainableSignal, scoreUnder } from '@hrd-shield/domain/explanation';
import type { RuleChange } from './diff-rules.ts';

/** Numbers whose effect can be worked out from recorded contributions. */
const EXACT = /^(fusion\.(prior|calibration|countsAsFamily|tiers\..+)|version)$/;

/** Changes that only events can show. */
export function needsEvents(changes: readonly RuleChange[]): readonly string[] {
  return changes
    .filter(({ file, path }) => file === 'detection.yaml' && !EXACT.test(path))
    .map(({ path }) => path);
}

/** Recorded signals as they would stand under the rules, without memory of the tier before. */
export function rescore(
  signals: readonly ExplainableSignal[],
  policy: DetectionPolicy,
): readonly ExplainableSignal[] {
  return signals.map((signal) => ({ ...signal, ...scoreUnder(signal.explanation, policy) }));
}
