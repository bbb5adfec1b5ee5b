import { closeSync, fstatSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ServerControl, startStack } from '@hrd-shield/local-stack';

/** A broker that a test may crash, pause and spoil. */
export interface OwnBroker {
  readonly brokers: readonly string[];
  readonly control: ServerControl;
  /** Flips one bit in the last byte that lies on the disk of a partition. */
  flipLastBit(topic: string, partition: number): void;
  stop(): Promise<void>;
}

/** @throws StackFault where no stack can be had; RangeError where it cannot be controlled */
export async function startOwnBroker(env: NodeJS.ProcessEnv): Promise<OwnBroker> {
  const stack = await startStack({ env, ephemeral: true });
  const { addresses, control, folder } = stack;
  if (control === undefined) throw new RangeError('a stack of its own has a control');
  return {
    brokers: addresses.kafkaBrokers.split(','),
    control,
    stop: () => stack.stop(),
    flipLastBit: (topic, partition) => flipLastBit(folder, `${topic}-${partition}`),
  };
}

function flipLastBit(folder: string, partition: string): void {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find(
    (path) => path.endsWith('.log') && dirname(path).endsWith(partition),
  );
  const file = openSync(join(folder, found ?? partition), 'r+');
  const at = fstatSync(file).size - 1;
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, at);
  byte.writeUInt8(byte.readUInt8(0) ^ 1);
  writeSync(file, byte, 0, 1, at);
  closeSync(file);
}
