import type { Payload } from '@temporalio/common';
import type { TemporalConnection } from './connect.ts';
import { createPayloadCodec } from './payload-codec.ts';

/** Depth of a history event's fields; deeper is nothing that the server writes. */
const DEPTH_MAX = 16;

/**
 * Counts the workflows, living and kept, of whose history a key opens something: before there are
 * none, the key has to stay. Reads every history of the namespace.
 * @throws ShieldError `temporal.*`
 */
export async function countSealedUnder(
  { client, namespace }: TemporalConnection,
  key: Uint8Array,
): Promise<{ readonly workflows: number; readonly looked: number }> {
  const codec = createPayloadCodec(key);
  let [workflows, looked] = [0, 0];
  for await (const { runId, workflowId } of client.workflow.list()) {
    looked += 1;
    let nextPageToken: Uint8Array | undefined;
    let isOpened = false;
    do {
      const page = await client.workflowService.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId, runId },
        ...(nextPageToken === undefined ? {} : { nextPageToken }),
      });
      for (const payload of payloadsIn(page.history?.events ?? [])) {
        isOpened ||= await codec.decode([payload]).then(
          ([opened]) => opened !== payload,
          () => false,
        );
      }
      nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
    } while (nextPageToken !== undefined && !isOpened);
    if (isOpened) workflows += 1;
  }
  return { workflows, looked };
}

/** Everything below that has the shape of a payload. */
function* payloadsIn(value: unknown, depth = 0): Generator<Payload> {
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return;
  if (value instanceof Uint8Array) return;
  if ('metadata' in value && 'data' in value) yield value as Payload;
  for (const field of Object.values(value)) yield* payloadsIn(field, depth + 1);
}
