import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec.ts';

export const FAILURE_CONVERTER_PATH = fileURLToPath(
  new URL('failure-converter.cjs', import.meta.url),
);

/** @param payloadKey 32 bytes; the same for every client and worker of one installation */
export function createDataConverter(payloadKey: Uint8Array): DataConverter {
  return {
    payloadCodecs: [createPayloadCodec(payloadKey)],
    failureConverterPath: FAILURE_CONVERTER_PATH,
  };
}
