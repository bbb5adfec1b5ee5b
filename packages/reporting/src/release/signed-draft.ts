import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonAs } from '../files/json-as.ts';
import { readIfThere } from '../files/read-text.ts';
import { publicKeyOf, signText } from './signatures.ts';

const FILE = 'signature.json';

/** The publisher's word that these files are the release: made by a person, kept beside the draft. */
const SignedDraft = z.strictObject({
  /** Public key, PEM. */
  publisher: z.string(),
  /** Over the checksums, as `SHA256SUMS.sig` has it; base64. */
  signature: z.string(),
});
export type SignedDraft = z.infer<typeof SignedDraft>;

/** @param key private key of the publisher, PEM @throws ShieldError `config.invalid` */
export function signedWith(key: string): (checksums: string) => SignedDraft {
  return (checksums) => ({ publisher: publicKeyOf(key), signature: signText(checksums, key) });
}

/** Puts the signature of the publisher beside a draft. */
export async function keepSignature(draft: string, signed: SignedDraft): Promise<void> {
  await writeFile(join(draft, FILE), JSON.stringify(signed));
}

/** @returns undefined where nobody has signed yet @throws ShieldError `config.invalid` */
export async function readSignature(draft: string): Promise<SignedDraft | undefined> {
  const text = await readIfThere(join(draft, FILE));
  return text === undefined ? undefined : jsonAs(SignedDraft, text, FILE);
}
