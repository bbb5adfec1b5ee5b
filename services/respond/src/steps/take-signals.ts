import {
  DefenderRef,
  type ErrorCode,
  RiskSignal,
  ShieldError,
  type SignalBrief,
} from '@hrd-shield/contracts';
import {
  type DeadLetterWriter,
  type DefenderSealer,
  deadLetter,
  drop,
  type OutRecord,
  ok,
  type RecordSink,
  type Refused,
  readData,
  type SourceBatch,
  type SourceRecord,
  type StepResult,
  Tally,
} from '@hrd-shield/pipeline';
import { breath, commitWhenDone } from './commit-when-done.ts';
import type { DefenderLanes } from './defender-lanes.ts';
import type { Standing } from './follow-designations.ts';
import type { HoldCheck } from './hold-check.ts';
import { toBrief } from './to-brief.ts';

/** A signal on its way to the protection of a defender. */
export interface SignalItem {
  readonly brief: SignalBrief;
  /** Carries the trace. */
  readonly record: SourceRecord;
}

export interface TakeSignalsDeps {
  readonly lanes: DefenderLanes<SignalItem>;
  /** Asked for every signal: opens nothing. */
  readonly kindOf: (defender: DefenderRef) => Standing['kind'];
  readonly sealer: DefenderSealer;
  /** Asked before a signal can make something automatic touch others. */
  readonly holdCheck?: HoldCheck;
  readonly letters: DeadLetterWriter;
  readonly sink: RecordSink;
  readonly count: (tally: Tally) => void;
  readonly wait: (ms: number) => Promise<void>;
}

const STEP = 'take-signals';

/** Records read between two chances for other work. */
const BREATH_RECORDS = 32;

/**
 * A designation is published before its first event, but read by another client, which may come back
 * later after the broker was away: a minute.
 */
const DESIGNATION_WAIT_MS = 250;
const DESIGNATION_TRIES = 240;

/**
 * Hands the signals of a batch to their workflows. The batches behind are read meanwhile, so that
 * a dox finds its way past a storm; the offset waits until all are in the state of a workflow.
 */
export function createTakeSignals(deps: TakeSignalsDeps): (batch: SourceBatch) => Promise<void> {
  return async (batch) => {
    const taken: Promise<Taken>[] = [];
    for (const record of batch.records) {
      taken.push(take(deps, record));
      if (taken.length % BREATH_RECORDS === 0) await breath();
    }
    await commitWhenDone(settle(deps, batch, taken), batch, deps.wait);
  };
}

interface Taken {
  readonly record: SourceRecord;
  readonly result: StepResult<unknown>;
}

async function take(deps: TakeSignalsDeps, record: SourceRecord): Promise<Taken> {
  const prepared = await prepare(deps, record);
  const result = prepared.kind === 'ok' ? await submit(deps, prepared.value) : prepared;
  return { record, result };
}

async function settle(
  deps: TakeSignalsDeps,
  batch: SourceBatch,
  taken: readonly Promise<Taken>[],
): Promise<void> {
  const tally = new Tally();
  const letters: Promise<OutRecord>[] = [];
  for (const { record, result } of await Promise.all(taken)) {
    tally.consumed += 1;
    tally.count(result);
    if (result.kind !== 'dead-letter') continue;
    letters.push(letterOf(deps, { ...result, record, from: batch }));
  }
  if (letters.length > 0) await deps.sink.send(await Promise.all(letters));
  deps.count(tally);
}

interface Prepared extends SignalItem {
  readonly defender: DefenderRef;
}

async function prepare(deps: TakeSignalsDeps, record: SourceRecord): Promise<StepResult<Prepared>> {
  const signal = readData(record, RiskSignal, { step: STEP, what: 'risk signal' });
  if (signal.kind !== 'ok') return signal;
  const { defender } = signal.value;
  const kind = await kindOf(deps, defender);
  if (kind === 'unknown') {
    return deadLetter(STEP, 'designation.unknown', 'no designation is published');
  }
  if (kind === 'inactive') return drop('designation-inactive');
  try {
    return ok({
      defender,
      record,
      brief: await toBrief(signal.value, deps.sealer, deps.holdCheck),
    });
  } catch (fault) {
    if (fault instanceof ShieldError && fault.retryable) throw fault;
    const code: ErrorCode = fault instanceof ShieldError ? fault.code : 'record.bad-schema';
    return deadLetter(STEP, code, 'the actors cannot be read');
  }
}

async function kindOf(deps: TakeSignalsDeps, defender: DefenderRef): Promise<Standing['kind']> {
  for (let tries = 1; ; tries += 1) {
    const kind = deps.kindOf(defender);
    if (kind !== 'unknown' || tries >= DESIGNATION_TRIES) return kind;
    await deps.wait(DESIGNATION_WAIT_MS);
  }
}

async function submit(deps: TakeSignalsDeps, item: Prepared): Promise<StepResult<unknown>> {
  try {
    await deps.lanes.submit(item.defender, item);
    return ok(item.brief.id);
  } catch (fault) {
    const isFinal = fault instanceof ShieldError && !fault.retryable;
    if (!isFinal) throw fault;
    return deadLetter(STEP, fault.code, 'the workflow server refuses it');
  }
}

async function letterOf(deps: TakeSignalsDeps, refused: Refused): Promise<OutRecord> {
  const defender = DefenderRef.safeParse(refused.record.key?.toString());
  if (!defender.success) return deps.letters.bare(refused);
  try {
    return await deps.letters.sealed(refused, defender.data);
  } catch (fault) {
    if (fault instanceof ShieldError && fault.code === 'seal.unknown-key') {
      return deps.letters.bare(refused);
    }
    throw fault;
  }
}
