import type { TargetingHint } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy, Observe, StagePolicy } from '@hrd-shield/domain';
import { createInProcessStages, DetectionFold } from '@hrd-shield/pipeline';
import { PSEUDONYMS } from './designate.ts';
import type { ScreenedRecord } from './screen-stream.ts';

/** Past the end by more than the half hour between two looks at open campaigns. */
const END_MS = 2_100_000;

/** Rules that a run is judged by. */
export interface RunPolicies {
  readonly policy: DetectionPolicy;
  readonly stages: StagePolicy;
}

/**
 * The folds of the service over one stream, in one process: detection and the stages across
 * defenders. Event time moves with the stream, and at its end a little more. What a hint raises is
 * dated by the event that brought the hint: at the defender's own clock it would seem older.
 */
export function* foldStream(
  records: Iterable<ScreenedRecord>,
  policies: RunPolicies,
  observe?: Observe,
): Generator<DetectedSignal> {
  const fold = new DetectionFold(policies.policy, observe);
  const stages = createInProcessStages({ ...policies, pseudonyms: PSEUDONYMS });
  let reachedAt = 0;
  let offset = 0n;
  const next = (): bigint => {
    offset += 1n;
    return offset;
  };
  const hinted = (hints: readonly TargetingHint[]): DetectedSignal[] =>
    hints
      .flatMap((hint) => [...fold.applyHint(hint, next())])
      .map((signal) => ({ ...signal, eventAt: Math.max(signal.eventAt, reachedAt) }));

  for (const record of records) {
    switch (record.kind) {
      case 'popular':
        stages.takePopular(record);
        continue;
      case 'measured':
        reachedAt = Math.max(reachedAt, record.at);
        yield* hinted(stages.takeMeasured(record));
        break;
      case 'event':
        reachedAt = Math.max(reachedAt, record.event.at);
        yield* fold.applyEvent(record.event, next());
        yield* hinted(stages.take(record.event));
    }
    yield* fold.applyWatermark(reachedAt, next());
  }
  yield* fold.applyWatermark(reachedAt + END_MS, next());
}
