import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approve } from './approvals.ts';
import { keepApproval, keepDraft, publishedOf, readFiles, readLedger } from './ledger.ts';
import { makeRelease } from './make-release.ts';
import { publishDraft } from './publish-draft.ts';
import { isSigned, misfits, publicKeyOf } from './signatures.ts';
import { signedWith } from './signed-draft.ts';
import { factsOf, ORIGIN } from './spec/small-quarter.ts';

const keyOf = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const KEYS = { analyst: keyOf(), editor: keyOf(), counsel: keyOf() };
const PUBLISHER = keyOf();
const APPROVERS = {
  analyst: publicKeyOf(KEYS.analyst),
  editor: publicKeyOf(KEYS.editor),
  counsel: publicKeyOf(KEYS.counsel),
};
const BY = {
  approvers: APPROVERS,
  needed: 2,
  signed: signedWith(PUBLISHER),
  now: Date.UTC(2026, 3, 20),
};
const FACTS = factsOf({ africa: [61, 20], europe: [33, 22] });

let root: string;
let folders: { open: string; closed: string };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hrd-shield-ledger-'));
  folders = { open: join(root, 'open'), closed: join(root, 'closed') };
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function draftOf(over: Partial<typeof ORIGIN> = {}, facts = FACTS): Promise<string> {
  const release = makeRelease(facts, { ...ORIGIN, ...over });
  return keepDraft(folders, { release, facts, benchmarks: [], preparedBy: 'analyst' });
}

async function approveAs(draft: string, by: keyof typeof KEYS, key = KEYS[by]): Promise<void> {
  const sums = await readFile(join(draft, 'SHA256SUMS'), 'utf8');
  await keepApproval(draft, approve(sums, { by, at: '2026-04-20T00:00:00Z', key }));
}

describe('publishing', () => {
  it('needs two persons who did not make the draft', async () => {
    const draft = await draftOf();
    await approveAs(draft, 'editor');
    await expect(publishDraft(folders, draft, BY)).rejects.toThrow(/1 of 2 people/);
    await approveAs(draft, 'analyst');
    await expect(publishDraft(folders, draft, BY)).rejects.toThrow(/analyst made the draft/);
  });

  it('takes nobody’s word for another', async () => {
    const draft = await draftOf();
    await approveAs(draft, 'editor');
    await approveAs(draft, 'counsel', KEYS.editor);
    await expect(publishDraft(folders, draft, BY)).rejects.toThrow(/approval of counsel is not/);
  });

  it('counts one key under two names once', async () => {
    const draft = await draftOf();
    await approveAs(draft, 'editor');
    await approveAs(draft, 'counsel', KEYS.editor);
    const approvers = { ...APPROVERS, counsel: `${APPROVERS.editor}\n` };
    await expect(publishDraft(folders, draft, { ...BY, approvers })).rejects.toThrow(
      /1 of 2 people/,
    );
  });

  it('refuses files that changed after they were drafted', async () => {
    const draft = await draftOf();
    await approveAs(draft, 'editor');
    await approveAs(draft, 'counsel');
    await writeFile(join(draft, 'files', 'cells.csv'), 'other');
    await expect(publishDraft(folders, draft, BY)).rejects.toThrow(/cells.csv changed/);
  });

  it('puts down signed files that anybody can check, and a ledger', async () => {
    const draft = await draftOf();
    await approveAs(draft, 'editor');
    await approveAs(draft, 'counsel');
    const line = await publishDraft(folders, draft, BY);
    expect(line).toMatchObject({ quarter: '2026-Q1', approvedBy: ['counsel', 'editor'] });
    const files = await readFiles(join(folders.open, '2026-Q1', line.release));
    const text = (name: string) => new TextDecoder().decode(files[name]);
    const { 'publisher.pem': key, SHA256SUMS, 'SHA256SUMS.sig': signature, ...rest } = files;
    expect([key, SHA256SUMS, signature].every((each) => each !== undefined)).toBe(true);
    expect(misfits(rest, text('SHA256SUMS'))).toEqual([]);
    expect(isSigned(text('SHA256SUMS'), text('SHA256SUMS.sig'), text('publisher.pem'))).toBe(true);
    expect(Object.keys(files)).not.toContain('facts.json');
  });

  it('publishes a quarter once, and then only corrections of the last release', async () => {
    const first = await draftOf();
    await approveAs(first, 'editor');
    await approveAs(first, 'counsel');
    const { release } = await publishDraft(folders, first, BY);
    const facts = factsOf({ africa: [81, 40], europe: [53, 42] });
    const before = await publishedOf(folders, '2026-Q1');
    const again = await draftOf({ before }, facts);
    await approveAs(again, 'editor');
    await approveAs(again, 'counsel');
    await expect(publishDraft(folders, again, BY)).rejects.toThrow(/only a correction/);
    const corrects = { release, reason: 'late facts' };
    const fixed = await draftOf({ before, corrects }, facts);
    await approveAs(fixed, 'editor');
    await approveAs(fixed, 'counsel');
    await publishDraft(folders, fixed, BY);
    expect(await readLedger(folders.open)).toMatchObject([{}, { corrects }]);
  });

  it('notices a line that was taken out of the ledger', async () => {
    const draft = await draftOf();
    await approveAs(draft, 'editor');
    await approveAs(draft, 'counsel');
    await publishDraft(folders, draft, BY);
    const ledger = join(folders.open, 'ledger.jsonl');
    const text = await readFile(ledger, 'utf8');
    await writeFile(ledger, text.replace('"after":""', '"after":"gone"'));
    await expect(readLedger(folders.open)).rejects.toThrow(/broken at line 1/);
  });
});
