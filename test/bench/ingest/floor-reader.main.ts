import { createKafkaSource } from '@hrd-shield/kafka';

/**
 * The floor of reading in place: a source that lets no key through and asks no list. Prints one
 * JSON line with what it passed over, how long that took and what it cost.
 */
const {
  BENCH_BROKERS = '',
  BENCH_GROUP = '',
  BENCH_TOPICS = '',
  BENCH_RECORDS = '0',
  BENCH_FETCH_BYTES = '4194304',
} = process.env;
const wanted = Number(BENCH_RECORDS);

let read = 0;
let before = 0;
let begunAt = 0;
let processor = process.cpuUsage();
const source = createKafkaSource({
  connection: { brokers: BENCH_BROKERS.split(','), clientId: BENCH_GROUP },
  groupId: BENCH_GROUP,
  topics: BENCH_TOPICS.split(','),
  maxBytesPerPartition: Number(BENCH_FETCH_BYTES),
  keyFilter: () => false,
});
await new Promise<void>((resolve, reject) => {
  source
    .start({
      onBatch: async ({ passedOver }) => {
        read += passedOver?.count ?? 0;
        if (begunAt === 0) {
          begunAt = performance.now();
          processor = process.cpuUsage();
          before = read;
        }
        if (read >= wanted) resolve();
      },
    })
    .catch(reject);
});
const tookMs = performance.now() - begunAt;
const { system, user } = process.cpuUsage(processor);
const processorMs = (system + user) / 1_000;
process.stdout.write(`${JSON.stringify({ records: read - before, tookMs, processorMs })}\n`);
await source.stop();
