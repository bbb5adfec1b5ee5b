import { ShieldError, type TargetingEvent, type TargetingHint } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy } from '@hrd-shield/domain';
import { createInProcessStages } from '@hrd-shield/pipeline';
import { loadStagePolicy } from '@hrd-shield/policy';
import { createOfflineDetector, type OfflineDetector } from './detector.ts';
import type { Screening } from './screen-lines.ts';
import type { StreamTaker } from './screen-stream-line.ts';
import { TargetingLogLine } from './targeting-log-line.ts';

/** Takes each signal in order. */
export type OnSignal = (signal: DetectedSignal) => Promise<void>;

/** A file is one partition. */
const PARTITION = 0;
/** Past the end of the file by more than the half hour between two looks at open campaigns. */
const END_MS = 2_100_000;

/** Where the results of one run go. */
export interface DetectSinks {
  readonly onSignal: OnSignal;
  /** Sees every event that reaches detection. */
  readonly onEvent?: (event: TargetingEvent) => void;
  /** Sees every hint of the stages across defenders. */
  readonly onHint?: (hint: TargetingHint) => void;
  /** Told the event time at which the run ends, epoch ms. */
  readonly onEnd?: (at: number) => void;
}

/**
 * Detection over an events file, with the stages across defenders in this process. Event time moves with the file, and at its end a little
 * more.
 */
export async function detectEvents(
  lines: AsyncIterable<string>,
  screening: Screening,
  policy: DetectionPolicy,
  { onSignal, onEvent, onHint, onEnd }: DetectSinks,
): Promise<OfflineDetector> {
  const detector = createOfflineDetector(policy);
  const { pseudonyms } = screening;
  const rules = { policy, stages: loadStagePolicy() };
  const stages = createInProcessStages({ ...rules, pseudonyms });
  const outages: TargetingHint[] = [];
  const onCount: StreamTaker['onCount'] = (record) => {
    if (record.kind === 'popular') stages.takePopular(record);
    else outages.push(...stages.takeMeasured(record));
  };
  const take = async (signals: readonly DetectedSignal[]) => {
    for (const signal of signals) await onSignal(signal);
  };
  let offset = 0n;
  let reachedAt = 0;
  for await (const event of screening.screen(lines, { ...rules, onCount })) {
    onEvent?.(event);
    await take(detector.apply(event, { partition: PARTITION, offset }));
    for (const hint of [...outages.splice(0), ...stages.take(event)]) {
      offset += 1n;
      onHint?.(hint);
      await take(detector.hint(hint, { partition: PARTITION, offset }));
    }
    reachedAt = Math.max(reachedAt, event.at);
    await take(detector.watermark(reachedAt, { partition: PARTITION, offset: offset + 1n }));
    offset += 2n;
  }
  await take(detector.watermark(reachedAt + END_MS, { partition: PARTITION, offset }));
  onEnd?.(reachedAt + END_MS);
  return detector;
}

export interface LogCounts {
  events: number;
  hints: number;
  watermarks: number;
}

/**
 * Detection over an exported targeting log: the same calls in the same order as the service.
 * @throws ShieldError `input.bad-file`, naming the line
 */
export async function detectLog(
  lines: AsyncIterable<string>,
  policy: DetectionPolicy,
  onSignal: OnSignal,
): Promise<{ readonly detector: OfflineDetector; readonly counts: LogCounts }> {
  const counts: LogCounts = { events: 0, hints: 0, watermarks: 0 };
  const detector = createOfflineDetector(policy);
  for await (const line of readLogLines(lines)) {
    const at = { partition: line.partition, offset: BigInt(line.offset) };
    switch (line.kind) {
      case 'event':
        counts.events += 1;
        for (const signal of detector.apply(line.event, at)) await onSignal(signal);
        break;
      case 'watermark':
        counts.watermarks += 1;
        for (const signal of detector.watermark(line.at, at)) await onSignal(signal);
        break;
      case 'hint':
        counts.hints += 1;
        for (const signal of detector.hint(line.hint, at)) await onSignal(signal);
    }
  }
  return { detector, counts };
}

/** The records of an exported targeting log. @throws ShieldError `input.bad-file` */
export async function* readLogLines(
  lines: AsyncIterable<string>,
): AsyncGenerator<TargetingLogLine> {
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() !== '') yield parseLine(text, number);
  }
}

function parseLine(text: string, number: number): TargetingLogLine {
  try {
    const parsed = TargetingLogLine.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const detail = `line ${number} is not a record of an exported targeting log`;
  throw new ShieldError('input.bad-file', { detail });
}
