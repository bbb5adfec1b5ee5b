import { TargetingEvent, TargetingHint, TargetingRecord } from '@hrd-shield/contracts';
import type { DetectedSignal } from '@hrd-shield/domain';
import { DetectionFold, SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { sealerOf } from './keys-of.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * The signals that the targeting log as it lies there gives to somebody who reads it once, from
 * beginning to end, without a crash: what `detect` must have raised, however often it died.
 * @param once passes over second copies of an event, as if it had come once
 */
export async function foldTargetingLog(
  pipeline: Pipeline,
  { once = false }: { readonly once?: boolean } = {},
): Promise<readonly DetectedSignal[]> {
  const sealer = await sealerOf(pipeline.at);
  const policy = loadDetectionPolicy();
  const folds = new Map<number, DetectionFold>();
  const signals: DetectedSignal[] = [];
  const seen = new Set<string>();
  for (const { event, partition, offset } of await pipeline.log('targetingEvents')) {
    const fold = folds.get(partition) ?? new DetectionFold(policy);
    folds.set(partition, fold);
    const record = TargetingRecord.parse(event?.data);
    if (record.kind === 'watermark')
      signals.push(...fold.applyWatermark(record.at, BigInt(offset)));
    if (record.kind === 'watermark') continue;
    if (once && record.kind === 'event') {
      if (seen.has(record.ref)) continue;
      seen.add(record.ref);
    }
    const { targetingEvent, targetingHint } = SEAL_PURPOSES;
    const purpose = record.kind === 'event' ? targetingEvent : targetingHint;
    const plain = await sealer.open(record.defender, purpose, record.sealed);
    const data: unknown = JSON.parse(Buffer.from(plain).toString());
    signals.push(
      ...(record.kind === 'event'
        ? fold.applyEvent(TargetingEvent.parse(data), BigInt(offset))
        : fold.applyHint(TargetingHint.parse(data), BigInt(offset))),
    );
  }
  return signals;
}

/** What makes two signals the same, as lines that a person can compare. */
export function linesOf(
  signals: readonly Pick<DetectedSignal, 'id' | 'revision' | 'threat' | 'tier' | 'score'>[],
): readonly string[] {
  const lines = signals.map(
    ({ id, revision, score, threat, tier }) => `${id} ${revision} ${threat} ${tier} ${score}`,
  );
  return [...new Set(lines)].sort();
}
