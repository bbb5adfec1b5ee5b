import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StackFault } from '../stack-fault.ts';

/** The sha256 of a file, in hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** @throws StackFault CHECKSUM_MISMATCH where the file is not the pinned one. */
export async function requireSha256(file: string, expected: string): Promise<void> {
  const actual = await sha256Of(file);
  if (actual === expected) return;
  throw new StackFault(
    'CHECKSUM_MISMATCH',
    `${basename(file)} has the sha256 ${actual}, but ${expected} is pinned in infra/local/versions.json; it is not used.`,
  );
}
