import type { ReleaseFiles } from './data-files.ts';
import { readPublic } from './read-public.ts';
import { isSigned, misfits } from './signatures.ts';

const PROOFS = ['SHA256SUMS', 'SHA256SUMS.sig', 'publisher.pem'];

/**
 * What a stranger can check of a published release with nothing but its files: signature, checksums,
 * and that all files say the same.
 * @param publisher public key that the reader trusts, PEM; the one beside the files when absent
 * @returns what does not hold, one sentence each
 */
export function checkRelease(files: ReleaseFiles, publisher?: string): readonly string[] {
  const text = (name: string): string => new TextDecoder().decode(files[name]);
  const sums = text('SHA256SUMS');
  const rest = Object.fromEntries(Object.entries(files).filter(([name]) => !PROOFS.includes(name)));
  const key = publisher ?? text('publisher.pem');
  return [
    ...misfits(rest, sums).map((name) => `${name} is not what its checksum says`),
    ...(isSigned(sums, text('SHA256SUMS.sig'), key) ? [] : ['the checksums are not signed']),
    ...readPublic(files).contradictions.map((each) => `${each}: files say different things`),
  ];
}
