import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const SECRET = 'a-secret-for-tests-with-enough-characters';

/** The gateway to the channels that defenders chose: it alone knows addresses and safe hours. */
export interface Gateway {
  /** For the setting of `respond` that says how people are reached. */
  readonly notifyFile: string;
  /** Bodies of what came, as they came. */
  readonly calls: readonly string[];
  stop(): Promise<void>;
}

/** @param dir where the notify file is put; it holds a secret */
export async function startGateway(dir: string): Promise<Gateway> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      calls.push(body);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const notifyFile = join(dir, 'notify.json');
  const webhook = `http://127.0.0.1:${port}/`;
  const config = { rungs: {}, defender: [{ webhook, secret: SECRET }] };
  await writeFile(notifyFile, JSON.stringify(config), { mode: 0o600 });
  return {
    notifyFile,
    calls,
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
