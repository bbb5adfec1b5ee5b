import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '@hrd-shield/cli';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hrd-shield-example-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** The command as README.md has it, with its files where the test may read and write them. */
function asReadmeSays(command: string): readonly string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8').replaceAll('\\\n', ' ');
  const line = readme.split('\n').find((each) => each.includes(`hrd-shield -- ${command} `)) ?? '';
  return (line.split('hrd-shield -- ')[1] ?? '')
    .replace(/#.*/, '')
    .trim()
    .split(/\s+/)
    .map((word) => (word.startsWith('docs/') ? join(ROOT, word) : word))
    .map((word) => (/^(signals\.ndjson|pictures)$/.test(word) ? join(folder, word) : word));
}

async function run(argv: readonly string[]) {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const nothing = async function* (): AsyncGenerator<string> {};
  const io = { env: {}, stdin: nothing(), stdout: { write }, stderr: { write } };
  return { code: await runCli(argv, io), text };
}

describe('the example of the readme', () => {
  it('finds the campaign that the next command names, and says why in the language asked for', async () => {
    const detected = await run(asReadmeSays('detect'));
    expect(detected.text).toContain('shield');
    expect(detected.code).toBe(0);
    const explained = await run(asReadmeSays('explain'));
    expect(explained.text).toContain('cuentas enviaron casi el mismo texto');
    expect(explained.code).toBe(0);
    expect(readFileSync(join(folder, 'pictures/timeline.svg'), 'utf8')).toContain('<desc');
  });
});
