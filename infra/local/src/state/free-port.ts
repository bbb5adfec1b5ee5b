import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { StackFault } from '../stack-fault.ts';

/** Below the ports that Linux and macOS hand to outgoing connections, which come and go. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const MAX_TRIES = 200;

/**
 * Loopback ports that are free now and differ from each other: the preferred one where possible,
 * so that addresses stay stable.
 */
export async function freePorts(
  preferred: readonly (number | undefined)[],
): Promise<readonly number[]> {
  const held: { readonly port: number; readonly server: Server }[] = [];
  try {
    for (const port of preferred) held.push(await holdOne(port));
    return held.map(({ port }) => port);
  } finally {
    await Promise.all(held.map(({ server }) => new Promise((closed) => server.close(closed))));
  }
}

/** One loopback port that is free now. */
export async function freePort(preferredPort?: number): Promise<number> {
  const [port] = await freePorts([preferredPort]);
  if (port === undefined) throw noPort();
  return port;
}

async function holdOne(
  preferredPort: number | undefined,
): Promise<{ readonly port: number; readonly server: Server }> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const isFirst = attempt === 0 && preferredPort !== undefined;
    const port = isFirst ? preferredPort : randomInt(FIRST_PORT, LAST_PORT);
    const server = await hold(port);
    if (server !== undefined) return { port, server };
  }
  throw noPort();
}

function hold(port: number): Promise<Server | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, '127.0.0.1', () => done(server));
  });
}

function noPort(): StackFault {
  return new StackFault(
    'SERVER_FAILED',
    `No port between ${FIRST_PORT} and ${LAST_PORT} is free on this machine.`,
  );
}
