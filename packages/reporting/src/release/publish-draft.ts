import { ShieldError } from '@hrd-shield/contracts';
import { hashOf } from '../frozen/canonical-json.ts';
import { claimPlace, settleLedger } from './append-ledger.ts';
import { type Approvers, enoughOf, type WeighedApprovals, weighApprovals } from './approvals.ts';
import {
  approvalsOf,
  hindranceIn,
  type LedgerLine,
  type ReadDraft,
  type ReleaseFolders,
  readDraft,
} from './ledger.ts';
import { objectionsOf, weighObjections } from './objections.ts';
import type { Release } from './release.ts';
import { isSigned } from './signatures.ts';
import { keepSignature, readSignature, type SignedDraft } from './signed-draft.ts';

/** Places of the ledger that others may take while one release is published. */
const TRIES_MAX = 16;

/** What it takes to publish. */
export interface PublishingRules {
  readonly approvers: Approvers;
  /** People who have to approve. */
  readonly needed: number;
}

/** What people have said of a draft, as their signatures prove. */
export interface DraftStanding {
  readonly approvedBy: readonly string[];
  /** The publisher signed these files. */
  readonly isSigned: boolean;
  readonly objection?: {
    readonly by: string;
    readonly act: 'refuse' | 'withdraw';
    readonly reason: string;
  };
  /** What does not hold, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Reads what people put beside a draft.
 * @param publisher public key whose signature counts, PEM
 * @throws ShieldError `config.invalid` when a file of the draft changed
 */
export async function standingOf(
  draft: string,
  rules: { readonly approvers: Approvers; readonly publisher: string },
): Promise<DraftStanding & { readonly checksums: string }> {
  const read = await readDraft(draft);
  const { checksums } = read;
  const { approvals, objections } = await wordsOn(draft, read, rules);
  const signed = await readSignature(draft);
  const isRight = signed !== undefined && isSigned(checksums, signed.signature, rules.publisher);
  const [objection] = objections.standing;
  const { act, by, reason } = objection ?? {};
  return {
    checksums,
    approvedBy: approvals.approvedBy,
    isSigned: isRight,
    ...(act === undefined || by === undefined || reason === undefined
      ? {}
      : { objection: { act, by, reason } }),
    problems: [
      ...approvals.problems,
      ...objections.problems,
      ...(signed === undefined || isRight ? [] : ['the signature is not that of the publisher']),
    ],
  };
}

/**
 * Publishes a draft that enough people approved and nobody refused: signed, in the open folder under
 * its quarter and name, and in the ledger. Cut off at any moment, it is published once or not at all.
 * @throws ShieldError `config.invalid` when approvals are missing, a file was changed since, or the
 * quarter was published already and this is no correction
 */
export async function publishDraft(
  folders: ReleaseFolders,
  draft: string,
  by: PublishingRules & {
    readonly signed: (checksums: string) => SignedDraft;
    /** Epoch ms. */
    readonly now: number;
  },
): Promise<LedgerLine> {
  const read = await readDraft(draft);
  const { checksums, release } = read;
  const signed = by.signed(checksums);
  const { approvers, needed } = by;
  const { publisher } = signed;
  const { approvals, objections } = await wordsOn(draft, read, { approvers, publisher });
  const approvedBy = enoughOf(approvals, needed);
  const [objection] = objections.standing;
  if (objection !== undefined) {
    throw refused(`${objection.by} would not have it: ${objection.reason}`);
  }
  const [problem] = objections.problems;
  if (problem !== undefined) throw refused(problem);
  await keepSignature(draft, signed);
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const ledger = await settleLedger(folders);
    checkPlace(release, ledger);
    const last = ledger.at(-1);
    const line: LedgerLine = {
      release: release.release,
      quarter: release.quarter,
      at: new Date(by.now).toISOString(),
      checksums: hashOf(checksums),
      approvedBy: [...approvedBy],
      ...(release.corrects === undefined ? {} : { corrects: release.corrects }),
      after: last === undefined ? '' : hashOf(last),
    };
    if (!(await claimPlace(folders, ledger.length, { draft, line }))) continue;
    await settleLedger(folders);
    return line;
  }
  throw refused('others publish at the same time; try again');
}

/** What the ledger says of a release, once everything that was begun is finished. */
export async function publishedLine(
  folders: ReleaseFolders,
  release: string,
): Promise<LedgerLine | undefined> {
  return (await settleLedger(folders)).find((line) => line.release === release);
}

/** What lies beside a draft, weighed. Only an approval that counts takes a refusal back. */
async function wordsOn(
  draft: string,
  { checksums, preparedBy }: ReadDraft,
  { approvers, publisher }: { readonly approvers: Approvers; readonly publisher: string },
): Promise<{
  readonly approvals: WeighedApprovals;
  readonly objections: ReturnType<typeof weighObjections>;
}> {
  const all = await approvalsOf(draft);
  const approvals = weighApprovals(checksums, all, { approvers, preparedBy });
  const known = all.filter(({ by }) => approvals.approvedBy.includes(by));
  const about = { approvers, publisher, preparedBy, approvals: known };
  return { approvals, objections: weighObjections(checksums, await objectionsOf(draft), about) };
}

/** A quarter is published once; what follows corrects the one before. */
function checkPlace(release: Release, ledger: readonly LedgerLine[]): void {
  const last = ledger.findLast(({ quarter }) => quarter === release.quarter);
  if (last?.release === release.release) throw refused(`${release.release} is published already`);
  const hindrance = hindranceIn(ledger, release);
  if (hindrance !== undefined) throw refused(hindrance);
}

function refused(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail });
}
