import { decodeRecord, ShieldError, TargetingEvent, TargetingRecord } from '@hrd-shield/contracts';
import {
  type DefenderSealer,
  deadLetter,
  drop,
  headersOf,
  ok,
  SEAL_PURPOSES,
  type SourceRecord,
  type Step,
  type StepResult,
} from '@hrd-shield/pipeline';

/** What a record of the targeting log says. */
export type Input =
  | { readonly kind: 'event'; readonly event: TargetingEvent }
  | { readonly kind: 'watermark'; readonly at: number };

/** Decodes a record of the targeting log. */
export const decodeTargeting: Step<SourceRecord, TargetingRecord> = (record) => {
  const decoded = decodeRecord({ ...record, headers: headersOf(record) });
  if (!decoded.ok) return deadLetter('decode', 'record.bad-schema', decoded.reason);
  const parsed = TargetingRecord.safeParse(decoded.event.data);
  if (parsed.success) return ok(parsed.data);
  return deadLetter('decode', 'record.bad-schema', 'not a targeting record');
};

/**
 * Opens the seal of an event. One whose key was destroyed is of an erased defender: dropped.
 * @throws ShieldError `keys.unavailable`
 */
export async function openTargeting(
  record: TargetingRecord,
  sealer: DefenderSealer,
): Promise<StepResult<Input>> {
  if (record.kind === 'watermark') return ok({ kind: 'watermark', at: record.at });
  // Hints come from the cross-defender stage; nothing in this release reads them.
  if (record.kind === 'hint') return drop('stale-version');
  const { defender, sealed } = record;
  try {
    const plain = await sealer.open(defender, SEAL_PURPOSES.targetingEvent, sealed);
    const parsed = TargetingEvent.safeParse(JSON.parse(Buffer.from(plain).toString()));
    if (parsed.success && parsed.data.defender === defender) {
      return ok({ kind: 'event', event: parsed.data });
    }
    return deadLetter('open', 'record.bad-schema', 'the sealed part is not a targeting event');
  } catch (error) {
    if (!(error instanceof ShieldError)) throw error;
    if (error.code === 'seal.unknown-key') return drop('designation-inactive');
    if (error.code === 'seal.broken')
      return deadLetter('open', error.code, 'does not authenticate');
    throw error;
  }
}
