import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attackLines, DESIGNATIONS, run } from '../offline/spec/attack-file.ts';

let dir: string;
let campaign: string;

const file = (name: string) => join(dir, name);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'explain-'));
  await writeFile(file('designations'), DESIGNATIONS);
  await writeFile(file('events'), attackLines().join('\n'));
  const from = ['--events', file('events'), '--designations', file('designations')];
  const { stdout } = await run(['detect', ...from, '--out', file('signals'), '--json']);
  await run([
    ...['detect', ...from, '--out', file('plain')],
    ...['--plain-ids', '--purpose', 'evaluation'],
  ]);
  campaign =
    (JSON.parse(stdout) as { campaigns: { campaign: string }[] }).campaigns[0]?.campaign ?? '';
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('explain', () => {
  test('says why, what would change it, what was missing, and by which rules', async () => {
    const { code, stdout } = await run(['explain', campaign, '--signals', file('signals')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d\d events by \d\d accounts/);
    expect(stdout).toMatch(/It would leave “shield” without the evidence on/);
    expect(stdout).toMatch(/of the judged voices are hostile to the defender/);
    expect(stdout).toContain('Met: at least two independent kinds of evidence');
    expect(stdout).toContain('Solidarity with the defender: not supported.');
    expect(stdout).toContain('These are the rules at hand.');
  });

  test('speaks other languages, also from right to left', async () => {
    const argv = ['explain', campaign, '--signals', file('signals'), '--language'];
    expect((await run([...argv, 'es'])).stdout).toContain('Por qué');
    expect((await run([...argv, 'ar'])).stdout).toContain('لماذا');
    expect(await run([...argv, 'xx'])).toMatchObject({ code: 2 });
  });

  test('as JSON gives sentences by their ids, so that others can write them', async () => {
    const { stdout } = await run(['explain', campaign, '--signals', file('signals'), '--json']);
    const answer = JSON.parse(stdout) as {
      sentences: { section: string; sentences: { id: string }[] }[];
      change: { smallest: { families: string[]; score: number } };
    };
    expect(answer.sentences.map(({ section }) => section)).toContain('counterfactual');
    expect(answer.change.smallest.score).toBeLessThan(0.75);
  });

  test('draws pictures with title, description and text beside, the same bytes each time', async () => {
    const draw = async (folder: string) => {
      await run([
        ...['explain', campaign, '--signals', file('signals'), '--svg', file(folder)],
        ...['--events', file('events'), '--designations', file('designations')],
      ]);
      const names = ['timeline.svg', 'network.svg', 'timeline.txt', 'network.txt'];
      return Promise.all(names.map((name) => readFile(join(file(folder), name), 'utf8')));
    };
    const [timeline = '', network = '', ...texts] = await draw('one');
    for (const svg of [timeline, network]) {
      expect(svg).toMatch(/<svg[^>]*role="img"[^>]*aria-labelledby="title desc"/);
      expect(svg).toMatch(/<title id="title">[^<]+<\/title>\n<desc id="desc">[^<]+<\/desc>/);
    }
    expect(network).toMatch(/\d\d accounts on one device/);
    expect(texts.join('\n')).toMatch(/\d\d accounts from one profile template: 1, 2, 3/);
    expect([timeline, network, ...texts]).toEqual(await draw('two'));
    expect([timeline, network, ...texts].join('')).not.toMatch(/canary|crew-|you are/);
  });

  test('shows no account, even of a file that names them', async () => {
    const argv = ['explain', campaign, '--signals', file('plain'), '--svg', file('plain-svg')];
    const { code, stdout } = await run([...argv, '--json']);
    expect(code).toBe(0);
    const drawn = await readFile(join(file('plain-svg'), 'network.svg'), 'utf8');
    expect(stdout + drawn).not.toMatch(/canary|crew-/);
    expect(drawn).toContain('The accounts have no names here.');
  });

  test('knows the listed accounts of a file with plain ids again, by pseudonym', async () => {
    const textOf = async (signals: string) => {
      await run([
        ...['explain', campaign, '--signals', file(signals), '--svg', file(`${signals}-known`)],
        ...['--events', file('events'), '--designations', file('designations')],
      ]);
      return readFile(join(file(`${signals}-known`), 'network.txt'), 'utf8');
    };
    expect(await textOf('plain')).toMatch(/; [1-9]\d* are listed as part of the campaign/);
    expect(await textOf('plain')).not.toMatch(/canary|crew-/);
  });

  test('says what is wrong with what was typed, without repeating it', async () => {
    const wrong = await run(['explain', 'canary-account', '--signals', file('signals')]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('a signal is s_ and 22 characters');
    expect(wrong.stderr).not.toContain('canary');
    const absent = await run(['explain', `s_${'A'.repeat(22)}`, '--signals', file('signals')]);
    expect(absent.code).toBe(1);
    expect(absent.stderr).toMatch(/has no such signal; it has signals such as s_/);
    const sealed = await run(['explain', campaign, '--topic', '--unseal']);
    expect(sealed.stderr).toMatch(/--unseal needs --purpose .*, which is recorded/);
    const lines = await run(['explain', campaign, '--signals', file('events')]);
    expect(lines.stderr).toContain('line 1 is not a signal');
  });
});
