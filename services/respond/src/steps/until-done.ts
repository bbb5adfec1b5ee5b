import type { SourceBatch } from '@hrd-shield/pipeline';

/** Between signs of life to the group, ms. */
const HEARTBEAT_MS = 3_000;

/** Waits for the work of a batch, however long it takes, and keeps its partition meanwhile. */
export async function untilDone(
  work: Promise<unknown>,
  batch: SourceBatch,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  // A rejection is taken where it is awaited below.
  done.catch(() => undefined);
  while (!isDone) {
    await Promise.race([done, wait(HEARTBEAT_MS)]);
    if (!isDone) await batch.heartbeat();
  }
  await done;
}
