import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';

const FIXTURE = fileURLToPath(new URL('./fixture/main.ts', import.meta.url));
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Runs the fixture as a real process. */
function launch(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', FIXTURE], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output.text += bytes.toString();
    });
  }
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output, exit };
}

async function started(output: { text: string }): Promise<number> {
  return vi.waitFor(
    () => {
      const port = /"port":(\d+),"msg":"started"/.exec(output.text)?.[1];
      expect(port).toBeDefined();
      return Number(port);
    },
    { timeout: 60_000, interval: 50 },
  );
}

test('on SIGTERM a service turns unready, finishes its work and exits with 0', async () => {
  const { child, output, exit } = launch({ SHIELD_TEST_WORK_MS: '4000' });
  const port = await started(output);
  expect(await status(port, '/livez')).toBe(200);
  expect(await status(port, '/readyz')).toBe(200);
  const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(await metrics.text()).toMatch(/^shield_process_ready(?:{[^}]*})? 1/m);
  child.kill('SIGTERM');
  await vi.waitFor(async () => expect(await status(port, '/readyz')).toBe(503), {
    timeout: 3_500,
    interval: 20,
  });
  expect(await exit).toBe(0);
  expect(output.text).toContain('committed the last batch');
});

test('a drain that outlasts its deadline ends the process with 1', async () => {
  const env = { SHIELD_TEST_WORK_MS: '60000', SHIELD_DRAIN_MS: '200' };
  const { child, output, exit } = launch(env);
  await started(output);
  child.kill('SIGTERM');
  expect(await exit).toBe(1);
  expect(output.text).toContain('drain outlasted its deadline');
  expect(output.text).not.toContain('committed');
});

test('a part that fails for good drains the service and ends it with 1', async () => {
  const { output, exit } = launch({ SHIELD_TEST_FAIL_MS: '300' });
  expect(await exit).toBe(1);
  expect(output.text).toContain('committed the last batch');
  expect(output.text).toContain('test failed: an unexpected TypeError was thrown');
});

test('a start that hangs is given up on SIGTERM after the deadline', async () => {
  const env = { SHIELD_TEST_START_MS: '60000', SHIELD_DRAIN_MS: '200' };
  const { child, output, exit } = launch(env);
  await vi.waitFor(() => expect(output.text).toContain('health is served'), {
    timeout: 60_000,
    interval: 50,
  });
  child.kill('SIGTERM');
  expect(await exit).toBe(1);
  expect(output.text).not.toContain('"msg":"started"');
});

test('a start that fails ends the process with 1, whatever it had opened', async () => {
  const { output, exit } = launch({ SHIELD_TEST_START_FAIL_MS: '10' });
  expect(await exit).toBe(1);
  expect(output.text).toContain('test failed: an unexpected TypeError was thrown');
}, 60_000);

test('a wrong setting ends the start with one sentence and 1', async () => {
  const { output, exit } = launch({ SHIELD_TEST_WORK_MS: 'long' });
  expect(await exit).toBe(1);
  expect(output.text).toBe(
    'test cannot run: SHIELD_TEST_WORK_MS is "long"; it takes a whole number from 0 to 60000\n',
  );
});

async function status(port: number, path: string): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).status;
}
