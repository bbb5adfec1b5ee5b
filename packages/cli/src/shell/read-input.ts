import { createReadStream } from 'node:fs';
import { readFile as readWhole } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { ShieldError } from '@hrd-shield/contracts';

/** Bytes of an input that is read as a whole. */
const MAX_WHOLE_BYTES = 256 * 1_048_576;

/** @throws ShieldError `input.bad-file` */
export async function readFile(path: string): Promise<string> {
  try {
    return await readWhole(path, 'utf8');
  } catch (cause) {
    throw new ShieldError('input.bad-file', { cause, detail: `${path} cannot be read` });
  }
}

/** @throws ShieldError `input.bad-file` when there is more than can be held */
export async function readStandardInput(
  stdin: AsyncIterable<Uint8Array | string>,
): Promise<string> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of stdin) {
    const bytes = Buffer.from(part);
    sizeBytes += bytes.byteLength;
    if (sizeBytes > MAX_WHOLE_BYTES) {
      throw new ShieldError('input.bad-file', { detail: 'standard input is too long' });
    }
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Lines of a file, one at a time. @throws ShieldError `input.bad-file` */
export async function* readLines(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, 'utf8');
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) yield line;
  } catch (cause) {
    throw new ShieldError('input.bad-file', { cause, detail: `${path} cannot be read` });
  } finally {
    stream.destroy();
  }
}
