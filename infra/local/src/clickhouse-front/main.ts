import { mkdirSync } from 'node:fs';
import { ROOM_BYTES_MIN, watchDisk } from './disk-guard.ts';
import { createEngine, type Engine } from './engine.ts';
import { createFront } from './http-server.ts';
import { createWorkQueue } from './work-queue.ts';

const MAX_WAITING = 1_000;
const MAX_BODY_BYTES = 256 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 120_000;
const KEEP_ALIVE_MS = 30_000;

const [port, dataDir] = process.argv.slice(2);
if (port === undefined || dataDir === undefined) {
  process.stderr.write('usage: main.ts PORT DATA_FOLDER\n');
  process.exit(2);
}

mkdirSync(dataDir, { recursive: true });
const guard = watchDisk({
  folder: dataDir,
  roomBytesMin: ROOM_BYTES_MIN,
  onFull: (freeBytes) => {
    const what = `Only ${freeBytes} bytes of disk are left: the engine ends, and needs more to start`;
    process.stderr.write(`${what}\n`);
    // No farewell: a clean end would write.
    process.kill(process.pid, 'SIGKILL');
  },
});
await guard.look();
const bare = createEngine(dataDir);
const engine: Engine = {
  ...bare,
  execute: async (statement) => {
    const answer = await bare.execute(statement);
    await guard.look();
    return answer;
  },
};
const queue = createWorkQueue(MAX_WAITING);
const front = createFront({
  engine,
  queue,
  limits: { maxBodyBytes: MAX_BODY_BYTES, defaultTimeoutMs: DEFAULT_TIMEOUT_MS },
});
front.keepAliveTimeout = KEEP_ALIVE_MS;
// The port opens when the engine has answered, so `/ping` never lies.
process.stdout.write(`ClickHouse engine ${await engine.version()} on 127.0.0.1:${port}\n`);
front.listen(Number(port), '127.0.0.1');

process.once('SIGTERM', () => {
  front.close();
  void queue.drained().then(() => {
    engine.close();
    guard.stop();
    process.exit(0);
  });
});
