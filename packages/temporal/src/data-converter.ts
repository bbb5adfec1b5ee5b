import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec, type PayloadKey } from './payload-codec.ts';

/** A path and not a value: workers load it anew inside the isolate of workflows. */
export const FAILURE_CONVERTER_PATH = fileURLToPath(
  new URL('failure-converter.cjs', import.meta.url),
);

/** @param payloadKey the same for every client and worker of one installation */
export function createDataConverter(payloadKey: PayloadKey): DataConverter {
  return {
    payloadCodecs: [createPayloadCodec(payloadKey)],
    failureConverterPath: FAILURE_CONVERTER_PATH,
  };
}
