import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeBinary, INTERNAL_TYPES, topicName } from '@hrd-shield/contracts';
import { createKafkaSink, createLogReader } from '@hrd-shield/kafka';
import {
  createAccountTagger,
  loadKey,
  loadRecogniser,
  newDefenderRef,
  openDigestRing,
  openScreeningSealer,
  tagToHex,
} from '@hrd-shield/keys';
import { createDesignationFollower, DefenderIndex, type OutRecord } from '@hrd-shield/pipeline';
import { type Bench, type Say, withBench } from './firehose.ts';
import { type Spread, shown, spreadOf } from './statistics.ts';

/** How long a process takes until it knows everybody, against reading the same topic alone. */
export interface RegistryFigures {
  readonly designations: number;
  readonly loadMs: Spread;
  /** Of the processor, in all threads of this process; other work on the machine does not count. */
  readonly loadProcessorMs: Spread;
  /** The same log reader on the same topic, counting records. */
  readonly bareMs: Spread;
  /** Median against median. */
  readonly loadToBare: number;
  readonly perSecond: number;
}

const MEMORY = '/dev/shm';
const DAY_MS = 86_400_000;
const APPEND_RECORDS = 2_000;

/** Loads the list as `ingest` and `hold` do at their start, in turns with the bare reader. */
export async function benchRegistry(
  options: { readonly designations: number; readonly rounds: number },
  say: Say,
): Promise<RegistryFigures> {
  return withBench(say, async (on) => {
    const forget = await keepKeysInMemory(on);
    await publish(options.designations, on);
    const [load, bare, processor]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < options.rounds; round += 1) {
      bare.push(await readAlone(options.designations, on));
      const before = processorMs();
      load.push(await loadList(options.designations, on));
      processor.push(processorMs() - before);
      say(`round ${round + 1}: loaded in ${Math.round(load.at(-1) ?? 0)} ms`);
    }
    await forget();
    const [loadMs, bareMs] = [spreadOf(load), spreadOf(bare)];
    return {
      designations: options.designations,
      loadMs,
      loadProcessorMs: spreadOf(processor),
      bareMs,
      loadToBare: Number((loadMs.median / bareMs.median).toFixed(2)),
      perSecond: Math.round((options.designations / loadMs.median) * 1_000),
    };
  });
}

export function sayRegistry(
  { bareMs, designations, loadMs, loadToBare }: RegistryFigures,
  say: Say,
) {
  say(`${designations} designations known after ${shown(loadMs, 'ms')}`);
  say(`the bare reader: ${shown(bareMs, 'ms')}; ratio ${loadToBare}`);
}

/**
 * A key is on the disk before its designation is published, one wait for the disk each. That is the
 * cost of designating, not of loading, so the keys are made in memory where the machine has such a
 * folder.
 * @returns lets go of them
 */
async function keepKeysInMemory({ at }: Bench): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'bench-keys-'));
  await symlink(folder, join(at.keysDir, 'screening-keys'));
  return () => rm(folder, { recursive: true, force: true });
}

async function publish(designations: number, { at, say }: Bench): Promise<void> {
  const begun = performance.now();
  const sealer = await openScreeningSealer(at.keysDir);
  const tagOf = createAccountTagger(await loadKey(at.keysDir, 'tag-seed'));
  const { digest, keyVersion } = openDigestRing(at.keysDir).newest;
  const topic = topicName('designations', at.topicPrefix);
  const sink = createKafkaSink({ connection: { ...at.connection, clientId: `${at.name}-list` } });
  const now = Date.now();
  const recordOf = (n: number): OutRecord => {
    const account = `account-${n}`;
    const ref = newDefenderRef();
    const sealed = sealer.seal(ref, {
      digest: digest(account),
      digestKey: keyVersion,
      tag: tagToHex(tagOf(Buffer.from(account))),
      dataClasses: ['public-content'],
    });
    const data = {
      ref,
      version: 1,
      state: 'active' as const,
      probe: false,
      expiresAt: now + DAY_MS,
      screening: sealed,
      protection: sealed,
    };
    const type = INTERNAL_TYPES.designation;
    const event = { specversion: '1.0' as const, id: ref, source: 'bench', type };
    return { topic, ...encodeBinary({ ...event, time: new Date(now).toISOString(), data }, ref) };
  };
  for (let from = 0; from < designations; from += APPEND_RECORDS) {
    const count = Math.min(APPEND_RECORDS, designations - from);
    await sink.send(Array.from({ length: count }, (_, n) => recordOf(from + n)));
  }
  await sink.stop();
  say(`${designations} designations published in ${Math.round(performance.now() - begun)} ms`);
}

function processorMs(): number {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1_000;
}

async function loadList(expected: number, { at }: Bench): Promise<number> {
  const begun = performance.now();
  const index = new DefenderIndex(await loadRecogniser(at.keysDir));
  const sealer = await openScreeningSealer(at.keysDir);
  const reader = readerOf({ at });
  let refused = 0;
  const follower = createDesignationFollower({
    reader,
    index,
    openScreening: sealer.open,
    onRefused: () => {
      refused += 1;
    },
  });
  await follower.start();
  const tookMs = performance.now() - begun;
  await reader.stop();
  if (index.size !== expected || refused > 0) throw new RangeError(`${index.size} of ${expected}`);
  return tookMs;
}

async function readAlone(expected: number, on: Pick<Bench, 'at'>): Promise<number> {
  const begun = performance.now();
  const reader = readerOf(on);
  let read = 0;
  await reader.start((records) => {
    read += records.length;
  });
  const tookMs = performance.now() - begun;
  await reader.stop();
  if (read !== expected) throw new RangeError(`${read} of ${expected} records read`);
  return tookMs;
}

function readerOf({ at }: Pick<Bench, 'at'>) {
  const connection = { ...at.connection, clientId: `${at.name}-reader` };
  return createLogReader({ connection, topic: topicName('designations', at.topicPrefix) });
}
