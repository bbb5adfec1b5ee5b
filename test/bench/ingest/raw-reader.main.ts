import { Kafka, logLevel } from 'kafkajs';

/**
 * The yardstick: kafkajs reading the firehose in a group and doing nothing. Prints one JSON line
 * with what it read, how long that took and what it cost.
 */
const {
  BENCH_BROKERS = '',
  BENCH_GROUP = '',
  BENCH_TOPICS = '',
  BENCH_RECORDS = '0',
  BENCH_FETCH_BYTES = '1048576',
} = process.env;
const wanted = Number(BENCH_RECORDS);

const kafka = new Kafka({
  clientId: BENCH_GROUP,
  brokers: BENCH_BROKERS.split(','),
  logLevel: logLevel.NOTHING,
});
const consumer = kafka.consumer({
  groupId: BENCH_GROUP,
  maxBytesPerPartition: Number(BENCH_FETCH_BYTES),
  maxWaitTimeInMs: 250,
});
let read = 0;
let before = 0;
let begunAt = 0;
let processor = process.cpuUsage();
await consumer.connect();
await consumer.subscribe({ topics: BENCH_TOPICS.split(','), fromBeginning: true });
await new Promise<void>((resolve, reject) => {
  consumer
    .run({
      partitionsConsumedConcurrently: 1,
      eachBatch: async ({ batch }) => {
        read += batch.messages.length;
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
await consumer.disconnect();
