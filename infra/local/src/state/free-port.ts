import { createServer } from 'node:net';

/** A loopback port that is free now: the preferred one where possible, so addresses stay stable. */
export async function freePort(preferredPort?: number): Promise<number> {
  const wanted = preferredPort === undefined ? undefined : await tryPort(preferredPort);
  return wanted ?? (await tryPort(0)) ?? freePort();
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => done(bound));
    });
  });
}
