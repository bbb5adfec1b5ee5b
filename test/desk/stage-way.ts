import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../packages/cli/src/demo/free-port.ts';

/** A way to a server that can be shut, as if the server were away. */
export interface StagedWay {
  readonly host: string;
  readonly port: number;
  open(): Promise<void>;
  /** Ends every connection; nobody listens any more. */
  shut(): Promise<void>;
}

/** @param to host:port; the way is shut until it is opened */
export async function stageWay(to: string): Promise<StagedWay> {
  const [host = '', port = ''] = to.split(':');
  const own = { host: '127.0.0.1', port: await freePort() };
  const open = new Set<Socket>();
  let server: Server | undefined;
  return {
    ...own,
    open: () => {
      const listening = createServer((near) => {
        const far = connect(Number(port), host);
        for (const [one, other] of [
          [near, far],
          [far, near],
        ] as const) {
          open.add(one);
          one.on('error', () => undefined);
          one.on('close', () => {
            open.delete(one);
            other.destroy();
          });
        }
        near.pipe(far).pipe(near);
      });
      server = listening;
      return new Promise((resolve) => listening.listen(own.port, own.host, resolve));
    },
    shut: async () => {
      const listening = server;
      server = undefined;
      if (listening === undefined) return;
      const ended = new Promise((resolve) => listening.close(resolve));
      for (const socket of open) socket.destroy();
      await ended;
    },
  };
}
