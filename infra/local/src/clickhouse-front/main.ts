import { createEngine } from './engine.ts';
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

const engine = createEngine(dataDir);
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
    process.exit(0);
  });
});
