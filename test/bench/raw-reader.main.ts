import { Kafka, logLevel } from 'kafkajs';

/**
 * The yardstick: kafkajs reading the firehose in a group and doing nothing. Fetch sizes are those
 * of the product's source. Prints one JSON line with what it read and how long that took.
 */
const {
  BENCH_BROKERS = '',
  BENCH_GROUP = '',
  BENCH_TOPICS = '',
  BENCH_RECORDS = '0',
} = process.env;
const wanted = Number(BENCH_RECORDS);

const kafka = new Kafka({
  clientId: BENCH_GROUP,
  brokers: BENCH_BROKERS.split(','),
  logLevel: logLevel.NOTHING,
});
const consumer = kafka.consumer({
  groupId: BENCH_GROUP,
  maxBytesPerPartition: 1_048_576,
  maxWaitTimeInMs: 250,
});
let read = 0;
let before = 0;
let begunAt = 0;
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
          before = read;
        }
        if (read >= wanted) resolve();
      },
    })
    .catch(reject);
});
const tookMs = performance.now() - begunAt;
process.stdout.write(`${JSON.stringify({ records: read - before, tookMs })}\n`);
await consumer.disconnect();
