import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ImprovementId, improvementId, ShieldError, sha256Hex } from '@hrd-shield/contracts';
import { z } from 'zod';
import { type Approvers, checkApprovals } from '../release/approvals.ts';
import { bytesOf } from '../release/data-files.ts';
import { approvalsOf, readFiles } from '../release/ledger.ts';
import { checksumsOf, misfits } from '../release/signatures.ts';

const SUMS = 'SHA256SUMS';
const CARD = 'proposal.json';

/** Who proposes what, and why. */
const Card = z.strictObject({
  proposal: z.string(),
  proposedBy: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** Coded, without data of anybody. */
  reason: z.string(),
  /** Hex SHA-256 of the candidate. */
  candidate: z.string(),
});
export type ProposalCard = z.infer<typeof Card>;

/** A change of rules with what it changes and what it would have done. */
export interface Proposal {
  /** Text of the candidate rule file. */
  readonly candidate: string;
  readonly diff: readonly object[];
  readonly simulation: object;
  readonly proposedBy: string;
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * Puts a proposal down: candidate, diff, simulation and card, under their checksums. The same candidate
 * of the same person for the same reason is the same proposal.
 * @returns its folder, inside the one given
 */
export async function keepProposal(folder: string, proposal: Proposal): Promise<string> {
  const { at, candidate, diff, proposedBy, reason, simulation } = proposal;
  const hash = sha256Hex(candidate);
  const card: ProposalCard = {
    proposal: improvementId(`proposal/${proposedBy}/${reason}`, hash),
    proposedBy,
    at: new Date(at).toISOString(),
    reason,
    candidate: hash,
  };
  const files = {
    'candidate.yaml': bytesOf(candidate),
    'diff.json': jsonBytes(diff),
    'simulation.json': jsonBytes(simulation),
    [CARD]: jsonBytes(card),
  };
  const own = join(folder, card.proposal);
  await mkdir(join(own, 'files'), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    await writeFile(join(own, 'files', name), bytes);
  }
  await writeFile(join(own, SUMS), checksumsOf(files));
  return own;
}

/**
 * Opens a proposal that enough people approved, none of whom made it.
 * @throws ShieldError `config.invalid` that says what is missing or was changed
 */
export async function approvedProposal(
  folder: string,
  rules: { readonly approvers: Approvers; readonly needed: number },
): Promise<ProposalCard & { readonly approvedBy: readonly string[]; readonly id: ImprovementId }> {
  const files = await readFiles(join(folder, 'files'));
  const checksums = await readFile(join(folder, SUMS), 'utf8').catch((cause: unknown) => {
    throw new ShieldError('config.invalid', { cause, detail: `${folder} is no proposal` });
  });
  const changed = misfits(files, checksums);
  if (changed.length > 0) {
    const detail = `${changed.join(', ')} changed since it was proposed`;
    throw new ShieldError('config.invalid', { detail });
  }
  const card = Card.parse(JSON.parse(Buffer.from(files[CARD] ?? []).toString('utf8')));
  const approvedBy = checkApprovals(checksums, await approvalsOf(folder), {
    ...rules,
    preparedBy: card.proposedBy,
  });
  return { ...card, approvedBy, id: card.proposal as ImprovementId };
}

function jsonBytes(value: object): Uint8Array {
  return bytesOf(`${JSON.stringify(value, null, 2)}\n`);
}
