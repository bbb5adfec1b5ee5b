import { TargetingEvent, TargetingHint, TargetingRecord } from '@hrd-shield/contracts';
import {
  type DefenderSealer,
  deadLetter,
  ok,
  openSealed,
  readData,
  SEAL_PURPOSES,
  type SourceRecord,
  type Step,
  type StepResult,
} from '@hrd-shield/pipeline';

/** What a record of the targeting log says. */
export type Input =
  | { readonly kind: 'event'; readonly event: TargetingEvent }
  | { readonly kind: 'hint'; readonly hint: TargetingHint }
  | { readonly kind: 'watermark'; readonly at: number };

/** Decodes a record of the targeting log. */
export const decodeTargeting: Step<SourceRecord, TargetingRecord> = (record) =>
  readData(record, TargetingRecord, { step: 'decode', what: 'targeting record' });

/**
 * Opens the seal of an event or hint. One whose key was destroyed is of an erased defender: dropped.
 * @throws ShieldError `keys.unavailable`
 */
export async function openTargeting(
  record: TargetingRecord,
  sealer: DefenderSealer,
): Promise<StepResult<Input>> {
  if (record.kind === 'watermark') return ok({ kind: 'watermark', at: record.at });
  const { defender, sealed } = record;
  const from = { defender, sealed, sealer };
  if (record.kind === 'hint') {
    const opened = await openSealed(from, TargetingHint, SEAL_PURPOSES.targetingHint);
    if (opened.kind !== 'ok') return opened;
    return opened.value.defender === defender
      ? ok({ kind: 'hint', hint: opened.value })
      : misplaced();
  }
  const opened = await openSealed(from, TargetingEvent, SEAL_PURPOSES.targetingEvent);
  if (opened.kind !== 'ok') return opened;
  return opened.value.defender === defender
    ? ok({ kind: 'event', event: opened.value })
    : misplaced();
}

function misplaced(): StepResult<never> {
  return deadLetter('open', 'record.bad-schema', 'the sealed part is about another defender');
}
