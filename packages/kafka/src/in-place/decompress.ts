import * as zlib from 'node:zlib';
import { ShieldError } from '@hrd-shield/contracts';

/** Codec numbers of the record batch format. */
const GZIP = 1;
const ZSTD = 4;
/** A batch never grows past this, whatever its producer packed into it. */
const BATCH_BYTES_MAX = 134_217_728;

type Decompress = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Buffer;

/** Node has zstd of its own from 22.15 on. */
const zstd = (zlib as { readonly zstdDecompressSync?: Decompress }).zstdDecompressSync;

/** @returns undefined for a codec that is left to the client library and its plug-ins */
export function decompressorOf(codec: number): ((bytes: Buffer) => Buffer) | undefined {
  if (codec === GZIP) return (bytes) => bounded(zlib.gunzipSync, bytes);
  if (codec === ZSTD && zstd !== undefined) return (bytes) => bounded(zstd, bytes);
  return undefined;
}

function bounded(decompress: Decompress, bytes: Buffer): Buffer {
  try {
    return decompress(bytes, { maxOutputLength: BATCH_BYTES_MAX });
  } catch (cause) {
    const detail = 'a compressed batch cannot be unpacked';
    throw new ShieldError('kafka.corrupt-batch', { cause, detail });
  }
}
