import { CrewCandidate, ShieldError, Sighting, type StageRecord } from '@hrd-shield/contracts';
import type { OpenStageRecord } from '@hrd-shield/domain';
import type { DefenderSealer } from '../ports/keys.ts';
import type { DataSchema } from '../read-data.ts';
import { SEAL_PURPOSES } from '../seal-purposes.ts';
import { deadLetter, drop, ok, type StepResult } from '../step-result.ts';

/**
 * Opens a record of the sightings log.
 * @throws ShieldError `keys.unavailable`
 */
export async function openStageRecord(
  record: StageRecord,
  sealer: DefenderSealer,
): Promise<StepResult<OpenStageRecord>> {
  if (record.kind === 'popular' || record.kind === 'measured') return ok(record);
  const { defender, ref } = record;
  if (record.kind === 'sighting') {
    const opened = await openSealed({ ...record, sealer }, Sighting, SEAL_PURPOSES.sighting);
    if (opened.kind !== 'ok') return opened;
    return ok({ kind: 'sighting', ref, defender, sighting: opened.value });
  }
  const opened = await openSealed(
    { ...record, sealer },
    CrewCandidate,
    SEAL_PURPOSES.crewCandidate,
  );
  if (opened.kind !== 'ok') return opened;
  return ok({ kind: 'candidate', defender, candidate: opened.value });
}

/**
 * Opens what was sealed for a defender and reads it by its schema. A key that was destroyed means
 * an erased defender: dropped.
 * @throws ShieldError `keys.unavailable`
 */
export async function openSealed<Data>(
  from: Pick<Extract<StageRecord, { sealed: unknown }>, 'defender' | 'sealed'> & {
    readonly sealer: DefenderSealer;
  },
  schema: DataSchema<Data>,
  purpose: string,
): Promise<StepResult<Data>> {
  try {
    const plain = await from.sealer.open(from.defender, purpose, from.sealed);
    const parsed = schema.safeParse(JSON.parse(Buffer.from(plain).toString()));
    if (parsed.success) return ok(parsed.data);
    return deadLetter('open', 'record.bad-schema', `the sealed part is no ${purpose}`);
  } catch (error) {
    if (!(error instanceof ShieldError)) throw error;
    if (error.code === 'seal.unknown-key') return drop('designation-inactive');
    if (error.code === 'seal.broken') {
      return deadLetter('open', error.code, 'does not authenticate');
    }
    throw error;
  }
}
