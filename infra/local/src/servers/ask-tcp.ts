import { connect } from 'node:net';

const ANSWER_TIMEOUT_MS = 2_000;

/**
 * Sends bytes to a loopback port and gives the answer once it is complete.
 * @returns `undefined` where nobody answers in time; never rejects.
 */
export function askTcp(
  port: number,
  request: Buffer,
  isComplete: (answer: Buffer) => boolean,
): Promise<Buffer | undefined> {
  return new Promise((done) => {
    let answer = Buffer.alloc(0);
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (result: Buffer | undefined): void => {
      socket.destroy();
      done(result);
    };
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => finish(undefined));
    socket.once('error', () => finish(undefined));
    socket.once('close', () => done(undefined));
    socket.once('connect', () => socket.write(request));
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      if (isComplete(answer)) finish(answer);
    });
  });
}
