import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { z } from 'zod';
import { jsonAs } from '../files/json-as.ts';
import { readText } from '../files/read-text.ts';
import type { Approval, Approvers } from './approvals.ts';
import { isSigned, signText } from './signatures.ts';

/** Under this name the publisher takes a draft back. */
export const PUBLISHER = 'publisher';

/** One person's word that exactly these bytes may not be published. */
const Objection = z.strictObject({
  by: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** An approver refuses; whoever made the draft, or the publisher, withdraws it. */
  act: z.enum(['refuse', 'withdraw']),
  reason: z.string().min(1).max(256),
  signature: z.string(),
});
export type Objection = z.infer<typeof Objection>;

/** @param key private key of the person, PEM @throws ShieldError `config.invalid` */
export function object(
  checksums: string,
  about: Omit<Objection, 'signature'> & { readonly key: string },
): Objection {
  const { key, ...said } = about;
  const known = Objection.safeParse({ ...said, signature: signText(saidOf(checksums, said), key) });
  if (known.success) return known.data;
  throw new ShieldError('config.invalid', { detail: 'a reason has 1 to 256 characters' });
}

/** Adds one person's objection to a draft; a later one of the same person takes its place. */
export async function keepObjection(draft: string, objection: Objection): Promise<void> {
  await writeFile(join(draft, `objection-${objection.by}.json`), JSON.stringify(objection));
}

/** All objections to a draft. @throws ShieldError `config.invalid` when one cannot be read */
export async function objectionsOf(draft: string): Promise<readonly Objection[]> {
  const names = (await readdir(draft)).filter((name) => name.startsWith('objection-'));
  return Promise.all(
    names.map(async (name) => jsonAs(Objection, await readText(join(draft, name)), name)),
  );
}

/**
 * Weighs objections. Who refused and approves later has changed their mind; a draft that was taken
 * back stays so.
 */
export function weighObjections(
  checksums: string,
  objections: readonly Objection[],
  rules: {
    readonly approvers: Approvers;
    readonly publisher: string | undefined;
    readonly preparedBy: string;
    /** Those that hold. */
    readonly approvals: readonly Approval[];
  },
): { readonly standing: readonly Objection[]; readonly problems: readonly string[] } {
  const standing: Objection[] = [];
  const problems: string[] = [];
  for (const objection of objections) {
    const { act, at, by, signature } = objection;
    const key = by === PUBLISHER ? rules.publisher : rules.approvers[by];
    const mayAct =
      act === 'withdraw' ? by === PUBLISHER || by === rules.preparedBy : by !== PUBLISHER;
    if (key === undefined || !mayAct) problems.push(`${by} may not ${act}`);
    else if (!isSigned(saidOf(checksums, objection), signature, key))
      problems.push(`the word of ${by} is not of these files`);
    else if (act === 'withdraw' || !isTakenBack(by, at, rules.approvals)) standing.push(objection);
  }
  return { standing, problems };
}

function isTakenBack(by: string, at: string, approvals: readonly Approval[]): boolean {
  return approvals.some((each) => each.by === by && Date.parse(each.at) > Date.parse(at));
}

function saidOf(checksums: string, said: Omit<Objection, 'signature'>): string {
  const { act, at, by, reason } = said;
  return `hrd-shield ${act}\n${by}\n${at}\n${reason}\n${checksums}`;
}
