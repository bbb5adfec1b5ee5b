import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimPlace } from './append-ledger.ts';
import { approve } from './approvals.ts';
import { checkRelease } from './check-release.ts';
import { keepApproval, keepDraft, readFiles, readLedger } from './ledger.ts';
import { makeRelease } from './make-release.ts';
import { keepObjection, object } from './objections.ts';
import { publishDraft, publishedLine, standingOf } from './publish-draft.ts';
import { publicKeyOf } from './signatures.ts';
import { keepSignature, signedWith } from './signed-draft.ts';
import { factsOf, ORIGIN } from './spec/small-quarter.ts';

const keyOf = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const KEYS = { analyst: keyOf(), editor: keyOf(), counsel: keyOf(), publisher: keyOf() };
const APPROVERS = {
  analyst: publicKeyOf(KEYS.analyst),
  editor: publicKeyOf(KEYS.editor),
  counsel: publicKeyOf(KEYS.counsel),
};
const SIGNED = signedWith(KEYS.publisher);
const BY = { approvers: APPROVERS, needed: 2, signed: SIGNED, now: Date.UTC(2026, 3, 20) };
const RULES = { approvers: APPROVERS, publisher: publicKeyOf(KEYS.publisher) };

let root: string;
let folders: { open: string; closed: string };
let draft: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hrd-shield-publish-'));
  folders = { open: join(root, 'open'), closed: join(root, 'closed') };
  const facts = factsOf({ africa: [61, 20], europe: [33, 22] });
  const release = makeRelease(facts, ORIGIN);
  draft = await keepDraft(folders, { release, facts, benchmarks: [], preparedBy: 'analyst' });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const sums = () => readFile(join(draft, 'SHA256SUMS'), 'utf8');
const releaseName = () => draft.split('/').at(-1) ?? '';
const firstLine = () => ({
  release: releaseName(),
  quarter: '2026-Q1',
  at: '2026-04-20T00:00:00Z',
  checksums: 'c',
  approvedBy: ['counsel', 'editor'],
  after: '',
});

async function approveAs(by: 'editor' | 'counsel', at = '2026-04-20T00:00:00Z'): Promise<void> {
  await keepApproval(draft, approve(await sums(), { by, at, key: KEYS[by] }));
}

async function objectAs(
  by: keyof typeof KEYS,
  act: 'refuse' | 'withdraw',
  at = '2026-04-21T00:00:00Z',
): Promise<void> {
  const said = { by, at, act, reason: 'a figure is wrong', key: KEYS[by] };
  await keepObjection(draft, object(await sums(), said));
}

it('an approval that is none is named, as what was refused', async () => {
  await writeFile(join(draft, 'approval-editor.json'), 'yes');
  await expect(standingOf(draft, RULES)).rejects.toThrow(/approval-editor.json is not JSON/);
});

describe('a release that was cut off', () => {
  it('after its place was taken is finished by whoever comes next, and is there once', async () => {
    await approveAs('editor');
    await approveAs('counsel');
    await keepSignature(draft, SIGNED(await sums()));
    const line = firstLine();
    expect(await claimPlace(folders, 0, { draft, line })).toBe(true);
    expect(await readLedger(folders.open)).toEqual([]);
    await expect(publishDraft(folders, draft, BY)).rejects.toThrow(/published already/);
    expect(await publishedLine(folders, releaseName())).toEqual(line);
    expect(await readLedger(folders.open)).toHaveLength(1);
    const files = await readFiles(join(folders.open, '2026-Q1', releaseName()));
    expect(checkRelease(files, RULES.publisher)).toEqual([]);
  });

  it('and whose signature went away is not in the ledger without its files', async () => {
    await approveAs('editor');
    await approveAs('counsel');
    const line = firstLine();
    await claimPlace(folders, 0, { draft, line });
    await expect(publishedLine(folders, releaseName())).rejects.toThrow(/signature is gone/);
    expect(await readLedger(folders.open)).toEqual([]);
    await keepSignature(draft, SIGNED(await sums()));
    expect(await publishedLine(folders, releaseName())).toEqual(line);
  });

  it('is not published anew where the ledger is there and cannot be read', async () => {
    await approveAs('editor');
    await approveAs('counsel');
    await mkdir(join(folders.open, 'ledger.jsonl'), { recursive: true });
    await expect(publishDraft(folders, draft, BY)).rejects.toThrow(/ledger.jsonl cannot be read/);
  });

  it('before it leaves nothing that anybody could read', async () => {
    await approveAs('editor');
    await expect(publishDraft(folders, draft, BY)).rejects.toThrow(/1 of 2/);
    expect(await readdir(folders.open).catch(() => [])).toEqual([]);
    expect(await publishedLine(folders, releaseName())).toBeUndefined();
  });

  it('and several who publish at the same time make one line', async () => {
    await approveAs('editor');
    await approveAs('counsel');
    const tried = await Promise.allSettled(
      [1, 2, 3, 4].map(() => publishDraft(folders, draft, BY)),
    );
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readLedger(folders.open)).toHaveLength(1);
    expect(await readdir(join(folders.open, '2026-Q1'))).toEqual([releaseName()]);
    expect((await readdir(folders.open)).sort()).toEqual(['2026-Q1', 'ledger.jsonl']);
  });
});

describe('what people say of a draft', () => {
  it('is told as far as their signatures prove it', async () => {
    expect(await standingOf(draft, RULES)).toMatchObject({ approvedBy: [], isSigned: false });
    await approveAs('editor');
    await keepSignature(draft, SIGNED(await sums()));
    expect(await standingOf(draft, RULES)).toMatchObject({
      approvedBy: ['editor'],
      isSigned: true,
      problems: [],
    });
    await keepSignature(draft, signedWith(KEYS.counsel)(await sums()));
    expect(await standingOf(draft, RULES)).toMatchObject({
      isSigned: false,
      problems: ['the signature is not that of the publisher'],
    });
  });

  it('keeps a draft from being published when an approver refuses, until the same one approves', async () => {
    await approveAs('editor');
    await approveAs('counsel');
    await objectAs('counsel', 'refuse');
    expect((await standingOf(draft, RULES)).objection).toEqual({
      by: 'counsel',
      act: 'refuse',
      reason: 'a figure is wrong',
    });
    await expect(publishDraft(folders, draft, BY)).rejects.toThrow(/counsel would not have it/);
    await approveAs('counsel', '2026-04-22T00:00:00Z');
    expect((await standingOf(draft, RULES)).objection).toBeUndefined();
  });

  it('is taken back for good by whoever made it or publishes it, and by nobody else', async () => {
    await objectAs('editor', 'withdraw');
    expect((await standingOf(draft, RULES)).problems).toEqual(['editor may not withdraw']);
    await rm(join(draft, 'objection-editor.json'));
    await objectAs('analyst', 'withdraw');
    expect((await standingOf(draft, RULES)).objection?.by).toBe('analyst');
    await rm(join(draft, 'objection-analyst.json'));
    await objectAs('publisher', 'withdraw');
    expect((await standingOf(draft, RULES)).objection?.by).toBe('publisher');
  });

  it('counts for nothing when the words were changed', async () => {
    await objectAs('counsel', 'refuse');
    const path = join(draft, 'objection-counsel.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('figure', 'number'));
    expect((await standingOf(draft, RULES)).problems).toEqual([
      'the word of counsel is not of these files',
    ]);
  });
});
