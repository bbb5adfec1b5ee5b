import { FIREHOSE_TOPICS, Sealed, ShieldError } from '@hrd-shield/contracts';
import {
  type DefenderSealer,
  type OutRecord,
  SEAL_PURPOSES,
  type SealedOriginal,
} from '@hrd-shield/pipeline';
import type { FoundLetter } from './read-letters.ts';

/**
 * The record that a letter is about, byte for byte, where it can be put back: it came from a
 * firehose topic, and it lies open or `sealer` opens it.
 * @returns undefined when it cannot be put back: sealed, erased, or of an internal topic
 */
export async function originalOf(
  found: FoundLetter,
  from: { readonly prefix: string; readonly sealer: DefenderSealer | undefined },
): Promise<OutRecord | undefined> {
  const { letter, defender } = found;
  const isFirehose = Object.values(FIREHOSE_TOPICS).some(
    (topic) => letter.topic === from.prefix + topic,
  );
  if (!isFirehose) return undefined;
  if (!letter.sealed) {
    return {
      topic: letter.topic,
      key: bytesOf(letter.key ?? null),
      value: bytesOf(letter.bytes),
      headers: letter.headers ?? {},
    };
  }
  if (from.sealer === undefined || defender === undefined) return undefined;
  try {
    const sealed = Sealed.parse(letter.bytes);
    const plain = await from.sealer.open(defender, SEAL_PURPOSES.deadLetter, sealed);
    const original = JSON.parse(Buffer.from(plain).toString('utf8')) as SealedOriginal;
    return {
      topic: letter.topic,
      key: bytesOf(original.key),
      value: bytesOf(original.value),
      headers: original.headers,
    };
  } catch (error) {
    // Erased since: nothing of this person can be put back, which is the purpose of erasure.
    if (error instanceof ShieldError && error.code === 'seal.unknown-key') return undefined;
    throw error;
  }
}

function bytesOf(base64: string | null): Buffer | null {
  return base64 === null ? null : Buffer.from(base64, 'base64');
}
