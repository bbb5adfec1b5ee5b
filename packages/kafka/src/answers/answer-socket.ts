import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { ISocketFactoryArgs } from 'kafkajs';

/** What is read from a connection at once, bytes. As Node reads by itself. */
const PIECE_BYTES = 65_536;
const KEEP_ALIVE_DELAY_MS = 60_000;

/**
 * A connection to a broker as kafkajs makes it, but that all its bytes come through one buffer
 * instead of new memory for each piece. Whoever listens to `data` keeps no piece: it is written over
 * by the next (see `joinAnswers`).
 */
export function answerSocket({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
  const onread = {
    buffer: Buffer.allocUnsafeSlow(PIECE_BYTES),
    callback: (length: number, bytes: Uint8Array): boolean => {
      socket.emit('data', bytes.subarray(0, length));
      return true;
    },
  };
  const to = { host, port, onread };
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = ssl
    ? connectSecurely({ ...to, ...name, ...ssl }, onConnect)
    : connect(to, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
  return socket;
}
