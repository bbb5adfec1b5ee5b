import { createServer, type Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What the proxy does with what passes. */
export type ProxyMode =
  | 'pass'
  /** No connection lives or begins. */
  | 'cut'
  /** Requests arrive and answers are lost: the worst place to fail. */
  | 'swallow-answers'
  /** Answers come at a tenth of the speed or less. */
  | 'slow';

export interface TcpProxy {
  readonly port: number;
  set(mode: ProxyMode): void;
  stop(): Promise<void>;
}

const SLOW_MS = 400;
const HOST = '127.0.0.1';

/** Stands between a service and a server on loopback, and spoils what it is told to. */
export async function startTcpProxy(to: { readonly port: number }): Promise<TcpProxy> {
  const living = new Set<Socket>();
  let mode: ProxyMode = 'pass';
  const server: Server = createServer((client) => {
    if (mode === 'cut') {
      client.destroy();
      return;
    }
    const upstream = new Socket();
    for (const socket of [client, upstream]) {
      living.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => living.delete(socket));
    }
    client.pipe(upstream);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
    upstream.on('data', (bytes) => void answer(client, upstream, bytes));
    upstream.connect(to.port, HOST);
  });

  async function answer(client: Socket, upstream: Socket, bytes: Buffer): Promise<void> {
    if (mode === 'swallow-answers') {
      client.destroy();
      upstream.destroy();
      return;
    }
    if (mode === 'slow') {
      upstream.pause();
      await delay(SLOW_MS);
      upstream.resume();
    }
    if (!client.destroyed) client.write(bytes);
  }

  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    set: (next) => {
      mode = next;
      if (next === 'cut') for (const socket of living) socket.destroy();
    },
    stop: async () => {
      for (const socket of living) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
