import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attackLines, DESIGNATIONS, run } from './spec/attack-file.ts';

const PAGE = new URL('../../../../docs/offline-detection.md', import.meta.url);

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'contract-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Runs detection over lines, with plain ids. */
async function detect(events: string, designations: string) {
  const [from, whom, out] = ['events', 'designations', 'out'].map((name) => join(dir, name));
  await writeFile(from ?? '', events);
  await writeFile(whom ?? '', designations);
  const { stdout } = await run([
    ...['detect', '--events', from ?? '', '--designations', whom ?? '', '--out', out ?? ''],
    ...['--plain-ids', '--purpose', 'evaluation', '--json'],
  ]);
  const text = (await readFile(out ?? '', 'utf8')).trim();
  const lines = text === '' ? [] : text.split('\n');
  return {
    answer: JSON.parse(stdout) as Record<string, unknown>,
    lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('the contract of detect', () => {
  test('the example of the page is taken as it stands there', async () => {
    const page = await readFile(PAGE, 'utf8');
    const [, example = ''] = /```json\n(\{.*\})\n```/.exec(page) ?? [];
    const whom = { ...(JSON.parse(DESIGNATIONS) as object), account: 'acct-77' };
    const { answer } = await detect(example, JSON.stringify(whom));
    expect(answer).toMatchObject({ ok: true, lines: 1, landed: 1, dropped: 0, refused: {} });
  });

  test('signals and campaigns keep their fields; every actor has a posterior', async () => {
    const { lines } = await detect(attackLines().join('\n'), DESIGNATIONS);
    const signal = lines.find(({ kind }) => kind === 'signal') ?? {};
    const campaign = lines.find(({ kind }) => kind === 'campaign') ?? {};
    expect(Object.keys(signal)).toEqual(
      expect.arrayContaining([
        ...['kind', 'id', 'revision', 'campaign', 'defender', 'account', 'tier', 'score'],
        ...['threat', 'threats', 'coordination', 'hostility', 'inauthentic', 'directHarm'],
        ...['firstEventAt', 'eventAt', 'eventCount', 'actorCount', 'reasons', 'explanation'],
        ...['eventIds', 'actors', 'policyHash'],
      ]),
    );
    expect(Object.keys(campaign)).toEqual(
      expect.arrayContaining([
        ...['kind', 'campaign', 'defender', 'account', 'tier', 'score', 'finalTier'],
        ...['firstEventAt', 'lastEventAt', 'signals', 'actors'],
      ]),
    );
    const actors = campaign.actors as { account: string; posterior: number; listed: boolean }[];
    expect(actors.map(({ account }) => account)).toContain('crew-39');
    for (const { posterior, listed } of actors) {
      expect(posterior).toBeGreaterThan(0);
      expect(listed).toBe(posterior >= 0.8);
    }
  });
});
