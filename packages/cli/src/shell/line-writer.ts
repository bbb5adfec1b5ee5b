import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { ShieldError } from '@hrd-shield/contracts';

/** Writes newline-delimited JSON to a file that its owner alone can read. */
export interface LineWriter {
  write(line: object): Promise<void>;
  close(): Promise<void>;
}

/** @throws ShieldError `input.bad-file` from both methods when the file cannot be written */
export function createLineWriter(path: string): LineWriter {
  const stream = createWriteStream(path, { mode: 0o600 });
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure = error;
  });
  const check = () => {
    if (failure === undefined) return;
    throw new ShieldError('input.bad-file', {
      cause: failure,
      detail: `${path} cannot be written`,
    });
  };
  return {
    write: async (line) => {
      check();
      if (!stream.write(`${JSON.stringify(line)}\n`)) {
        const drained = new Promise<void>((resolve) => stream.once('drain', resolve));
        await Promise.race([drained, closed]);
      }
    },
    close: async () => {
      stream.end();
      await finished(stream).catch(() => undefined);
      check();
    },
  };
}
