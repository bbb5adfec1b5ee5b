import type { SourceBatch } from '@hrd-shield/pipeline';
import { untilDone } from './until-done.ts';

/** Later batches are read while `work` goes on; the offset of this one waits for it. */
export async function commitWhenDone(
  work: Promise<void>,
  batch: SourceBatch,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  if (batch.commitAfter === undefined) await untilDone(work, batch, wait);
  else batch.commitAfter(work);
}

/** Lets everything else that is ready go first. */
export function breath(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
