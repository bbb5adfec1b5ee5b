import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetingEvent } from '@hrd-shield/contracts';
import type { DetectedSignal } from '@hrd-shield/domain';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detectEvents, detectLog } from './detect-file.ts';
import { fileDesignations } from './file-designations.ts';
import { createScreening } from './screen-lines.ts';
import { attackLines, DEFENDER, DESIGNATIONS, linesFrom, run, START } from './spec/attack-file.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'detect-'));
  await writeFile(join(dir, 'designations.ndjson'), DESIGNATIONS);
  await writeFile(join(dir, 'events.ndjson'), attackLines().join('\n'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const filesIn = (out: string) => [
  ...['--events', join(dir, 'events.ndjson')],
  ...['--designations', join(dir, 'designations.ndjson')],
  ...['--out', join(dir, out)],
];

async function linesOf(name: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(join(dir, name), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('detect', () => {
  test('finds the attack, counts every line, and gives the same bytes again', async () => {
    const first = await run(['detect', ...filesIn('a.ndjson'), '--json']);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      lines: 82,
      landed: 40,
      dropped: 40,
      refused: { 'event.not-json': 1, 'event.no-envelope': 1 },
      campaigns: [{ highestTier: 'shield' }],
    });
    await run(['detect', ...filesIn('b.ndjson')]);
    const bytes = await readFile(join(dir, 'a.ndjson'), 'utf8');
    expect(await readFile(join(dir, 'b.ndjson'), 'utf8')).toBe(bytes);
    expect(bytes).not.toMatch(/canary|crew-|object-|you are/);
  });

  test('lists only actors of 0.8 and more, as pseudonyms', async () => {
    await run(['detect', ...filesIn('a.ndjson')]);
    const actors = (await linesOf('a.ndjson')).flatMap(
      (line) => line.actors as { ref: string; posterior: number }[],
    );
    expect(actors.length).toBeGreaterThan(0);
    expect(actors.every(({ posterior }) => posterior >= 0.8)).toBe(true);
    expect(actors.every(({ ref }) => /^a_[\w-]{22}$/.test(ref))).toBe(true);
  });

  test("with plain ids names everybody of the campaign by the file's ids, with equal scores", async () => {
    await run(['detect', ...filesIn('a.ndjson')]);
    const argv = ['detect', ...filesIn('p.ndjson'), '--plain-ids', '--purpose', 'evaluation'];
    expect((await run(argv)).code).toBe(0);
    const plain = await linesOf('p.ndjson');
    const scores = (lines: readonly Record<string, unknown>[]) =>
      lines
        .filter((line) => line.kind === 'signal')
        .map(({ id, tier, score }) => [id, tier, score]);
    expect(scores(plain)).toEqual(scores(await linesOf('a.ndjson')));
    const last = plain.at(-1);
    expect(last).toMatchObject({ kind: 'campaign', tier: 'shield', account: DEFENDER });
    expect(
      ((last?.actors ?? []) as { account: string }[]).map(({ account }) => account).sort(),
    ).toEqual(Array.from({ length: 40 }, (_, i) => `crew-${i}`).sort());
  });

  test('plain ids need a purpose, and are refused for the targeting log', async () => {
    const without = await run(['detect', ...filesIn('x.ndjson'), '--plain-ids']);
    expect(without.code).toBe(2);
    const argv = ['detect', ...filesIn('x.ndjson'), '--targeting-log', '--plain-ids'];
    const refused = await run([...argv, '--purpose', 'evaluation', '--json']);
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, code: 'access.refused' });
  });

  test('a line that is not of a targeting log is named', async () => {
    const { code, stderr } = await run(['detect', ...filesIn('x.ndjson'), '--targeting-log']);
    expect(code).toBe(1);
    expect(stderr).toContain('line 1 is not a record of an exported targeting log');
  });
});

describe('the log and the raw file', () => {
  test('give the same signals, also when watermarks stand between and events come twice', async () => {
    const policy = loadDetectionPolicy();
    const events: TargetingEvent[] = [];
    const raw: DetectedSignal[] = [];
    let endsAt = 0;
    const screening = createScreening(fileDesignations(DESIGNATIONS), policy.time.latenessMs);
    await detectEvents(linesFrom(attackLines()), screening, policy, {
      onSignal: async (signal) => void raw.push(signal),
      onEvent: (event) => events.push(event),
      onEnd: (at) => {
        endsAt = at;
      },
    });
    const log: string[] = [];
    const append = (what: object) =>
      log.push(JSON.stringify({ partition: 2, offset: String(log.length), ...what }));
    for (const event of events) {
      append({ kind: 'event', event });
      append({ kind: 'event', event });
      append({ kind: 'watermark', at: event.at });
    }
    append({ kind: 'watermark', at: endsAt });
    const again: DetectedSignal[] = [];
    await detectLog(linesFrom(log), policy, async (signal) => void again.push(signal));
    expect(raw.length).toBeGreaterThan(0);
    expect(again).toEqual(raw);
  });
});

describe('streams without an affected account', () => {
  const line = (id: string, type: string, at: number, data: object) =>
    JSON.stringify({
      specversion: '1.0',
      id,
      source: 'platform/test',
      type: `org.hrdshield.${type}.v1`,
      time: new Date(at).toISOString(),
      data,
    });

  test('are screened as in the service: a clone reaches its defender, a stranger nobody', async () => {
    const policy = loadDetectionPolicy();
    const profile = (account: string, handle: string, at: number) =>
      line(account, 'profile.published', at, { account, change: 'created', handle, createdAt: at });
    const lines = [
      profile(DEFENDER, 'ana_rivera', START),
      profile('stranger', 'quiet_gardener', START + 1),
      profile('clone', 'ana.r1vera', START + 2),
      line('bg', 'background.text-counted', START + 3, {
        sample: 'a long enough sentence that everybody shares today',
        accounts: 900,
        targets: 400,
        expected: 1,
        windowMs: 1_000,
      }),
      line('no', 'profile.published', START + 4, { account: 'x' }),
    ];
    const seen: TargetingEvent[] = [];
    const screening = createScreening(fileDesignations(DESIGNATIONS), policy.time.latenessMs);
    await detectEvents(linesFrom(lines), screening, policy, {
      onSignal: async () => undefined,
      onEvent: (event) => seen.push(event),
    });
    expect(seen.map(({ actor, kind }) => [kind, actor === undefined])).toEqual([
      ['profile-created', true],
      ['profile-created', false],
    ]);
    expect(screening.counts).toMatchObject({
      landed: 3,
      dropped: 1,
      refused: { 'event.bad-schema': 1 },
    });
  });
});
