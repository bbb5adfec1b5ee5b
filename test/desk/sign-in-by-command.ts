import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '@hrd-shield/cli';
import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import type { DeskStage } from './desk-stage.ts';
import { Browser } from './stage-provider.ts';

/** Signs somebody in as a person does: the command waits, the browser goes where it says. */
export async function signInByCommand(desk: Pick<DeskStage, 'url'>, dir: string, subject: string) {
  const out = join(dir, `${subject}.token`);
  const said = { out: '', err: '' };
  const running = runCli(['sign-in', '--out', out, '--json'], {
    env: { SHIELD_DESK_URL: desk.url },
    stdin: (async function* () {})(),
    stdout: { write: (text) => (said.out += text) },
    stderr: { write: (text) => (said.err += text) },
  });
  const start = await until('the command waits', () => /http:\S+/.exec(said.err)?.[0]);
  const last = await new Browser().signIn(desk.url, subject, start);
  expect([await running, last.status]).toEqual([0, 200]);
  const token = (await readFile(out, 'utf8')).trim();
  return { out, token, last, answer: JSON.parse(said.out) as { principal: string } };
}
