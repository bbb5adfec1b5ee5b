import { ShieldError } from '@hrd-shield/contracts';
import { z } from 'zod';
import { isSigned, signText } from './signatures.ts';

/** Who may approve: public keys by name. */
export const Approvers = z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), z.string());
export type Approvers = z.infer<typeof Approvers>;

/** One person's word that exactly these bytes may be published. */
export const Approval = z.strictObject({
  by: z.string(),
  /** ISO 8601. */
  at: z.string(),
  signature: z.string(),
});
export type Approval = z.infer<typeof Approval>;

/** Approves what checksums name. @param key private key of the person, PEM */
export function approve(
  checksums: string,
  about: { readonly by: string; readonly at: string; readonly key: string },
): Approval {
  const { at, by, key } = about;
  return { by, at, signature: signText(saidOf(checksums, by, at), key) };
}

/**
 * Refuses to publish unless enough different people, none of whom made the draft, approved exactly
 * these bytes.
 * @throws ShieldError `config.invalid` that says what is missing
 */
export function checkApprovals(
  checksums: string,
  approvals: readonly Approval[],
  rules: {
    readonly approvers: Approvers;
    readonly preparedBy: string;
    readonly needed: number;
  },
): readonly string[] {
  const people = new Set<string>();
  const keys = new Set<string>();
  for (const { at, by, signature } of approvals) {
    const key = rules.approvers[by];
    if (key === undefined) throw refused(`${by} may not approve`);
    if (by === rules.preparedBy) throw refused(`${by} made the draft and cannot approve it`);
    if (!isSigned(saidOf(checksums, by, at), signature, key)) {
      throw refused(`the approval of ${by} is not of these files`);
    }
    people.add(by);
    keys.add(key.trim());
  }
  const count = Math.min(people.size, keys.size);
  if (count < rules.needed) throw refused(`${count} of ${rules.needed} people have approved`);
  return [...people].sort();
}

function saidOf(checksums: string, by: string, at: string): string {
  return `hrd-shield approval\n${by}\n${at}\n${checksums}`;
}

function refused(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail });
}
