import {
  type DefenderRef,
  deriveId,
  encodeBinary,
  INTERNAL_TYPES,
  type TargetingEvent,
  topicName,
} from '@hrd-shield/contracts';
import { freezeState, thawState } from '@hrd-shield/domain';
import { createKafkaAdmin, createKafkaSink, partitionOf } from '@hrd-shield/kafka';
import { createDefenderSealer, createFolderKeyStore, dataKeysDir, loadKey } from '@hrd-shield/keys';
import {
  DetectionFold,
  type OutRecord,
  type RecordSink,
  SEAL_PURPOSES,
} from '@hrd-shield/pipeline';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { createRandom } from '@hrd-shield/world';
import { ROOT } from '../../packages/cli/src/demo/installation.ts';
import { startService } from '../../packages/cli/src/demo/service-process.ts';
import { writeCheckpoint, writeState } from '../../services/detect/src/steps/snapshots.ts';
import { messageStream } from './detect/message-stream.ts';
import { type Bench, withBench } from './firehose.ts';
import { peakMiBOf, processorMsOf } from './ingest/processor-time.ts';

/** How the process came back; of several, the last and all together. */
interface Restart {
  /** From the start of the process until it can do the next unit of work, ms. */
  readonly readyMs: number;
  /** The same until the unsaved events are in the states, ms. */
  readonly caughtUpMs: number;
  /** Processor time of the process until then, ms: moves less with what else the machine does. */
  readonly readyProcessorMs: number;
  readonly caughtUpProcessorMs: number;
  /** The most that it held until then, MiB. */
  readonly peakMiB: number;
  /** Until the stages across defenders have taken what those said, ms. */
  readonly stagesCaughtUpMs: number;
}

export interface RestartFigures extends Restart {
  readonly instances: number;
  readonly defenders: number;
  readonly hot: number;
  /** Saved states on the log, MiB, sealed. */
  readonly savedMiB: number;
  readonly unsavedEvents: number;
  /** Over the limit of 30 s; at most 1 is asked. */
  readonly caughtUpToLimit: number;
}

/**
 * `traffic`: the unsaved minute falls as the saved week did, nearly all of it on the full states.
 * `spread`: every event at another defender, so that each opens a state that slept; the hardest.
 * `pair`: as `traffic`, by two instances that start together, one for each core.
 * `replay`: an hour without any saved state.
 */
export const RECOVERY_PARTS = ['traffic', 'spread', 'pair', 'replay'] as const;
export type RecoveryPart = (typeof RECOVERY_PARTS)[number];

export interface RecoveryFigures {
  readonly traffic?: RestartFigures;
  readonly spread?: RestartFigures;
  readonly pair?: RestartFigures;
  /** Events a second when an hour is replayed without any saved state. */
  readonly replayPerSecond?: number;
}

/** @source issue of the firehose, section 3 */
const LIMIT_MS = 30_000;
const HOT_SHARE = 0.05;
const UNSAVED_PER_SECOND = 1_000;
const UNSAVED_SECONDS = 60;
const REPLAY_SECONDS = 3_600;
/** Replies that fill the memories of one defender. */
const HOT_EVENTS = 6_000;
const IDLE_EVENTS = 4;
/** Event time that the saved states have behind them. */
const SAVED_MS = 7 * 86_400_000;
const TEMPLATES = 8;
const PER_SEND = 200;
const KEYS_AT_ONCE = 64;
const WAIT_MS = 900_000;
const SOURCE = 'hrd-shield/ingest';

/** `detect` after a crash: many saved states, some of them full, and a minute that nobody saved. */
export async function benchRecovery(
  options: { readonly defenders: number; readonly parts: readonly RecoveryPart[] },
  say: (line: string) => void,
): Promise<RecoveryFigures> {
  let figures: RecoveryFigures = {};
  for (const part of options.parts) {
    say(`${part}:`);
    const use = (bench: Bench): Promise<RecoveryFigures> => measurePart(bench, part, options);
    figures = { ...figures, ...(await withBench(say, use)) };
  }
  return figures;
}

async function measurePart(
  bench: Bench,
  part: RecoveryPart,
  { defenders }: { readonly defenders: number },
): Promise<RecoveryFigures> {
  if (part === 'replay') return { replayPerSecond: await replayHour(bench) };
  return { [part]: await fromSaved(bench, part, defenders) };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

async function fromSaved(
  bench: Bench,
  part: Exclude<RecoveryPart, 'replay'>,
  count: number,
): Promise<RestartFigures> {
  const { at, say } = bench;
  const sink = createKafkaSink({ connection: { ...at.connection, clientId: `${at.name}-fill` } });
  const defenders = Array.from({ length: count }, (_, n) => refOf(n));
  const sealer = await sealerOf(bench, defenders);
  const hot = Math.round(count * HOT_SHARE);
  const policyHash = loadDetectionPolicy().hash;
  const full = templates(HOT_EVENTS);
  const idle = templates(IDLE_EVENTS);
  const topic = topicName('detectSnapshots', at.topicPrefix);
  const { length: partitions } = await createKafkaAdmin(at.connection).offsets(topic);
  let bytes = 0;
  let out: OutRecord[] = [];
  for (const [n, defender] of defenders.entries()) {
    const frozen = (n < hot ? full : idle)[n % TEMPLATES] as Uint8Array;
    const state = { ...thawState(frozen), defender };
    const to = { topic, partition: partitionOf(defender, partitions), policyHash };
    const record = await writeState({ state, applied: -1n }, sealer, to);
    bytes += record.value?.length ?? 0;
    out.push(record);
    if (out.length < PER_SEND) continue;
    await sink.send(out);
    out = [];
  }
  for (let partition = 0; partition < partitions; partition += 1) {
    out.push(writeCheckpoint(-1n, 0, { topic, partition }));
  }
  await sink.send(out);
  const savedMiB = Math.round(bytes / 1_048_576);
  say(`${count} saved states lie on the log, ${hot} of them full, ${savedMiB} MiB`);
  const unsavedEvents = UNSAVED_PER_SECOND * UNSAVED_SECONDS;
  const aim = part === 'spread' ? inTurn(defenders) : asTheWeekFell(defenders, hot);
  await appendEvents(unsavedEvents, aim, { bench, sink, sealer });
  await sink.stop();
  const instances = part === 'pair' ? 2 : 1;
  const restart = await startAndCatchUp(bench, instances);
  const caughtUpToLimit = restart.caughtUpMs / LIMIT_MS;
  return { instances, defenders: count, hot, savedMiB, unsavedEvents, ...restart, caughtUpToLimit };
}

async function replayHour(bench: Bench): Promise<number> {
  const { at } = bench;
  const sink = createKafkaSink({ connection: { ...at.connection, clientId: `${at.name}-fill` } });
  const defenders = Array.from({ length: 1_000 }, (_, n) => refOf(n));
  const sealer = await sealerOf(bench, defenders);
  const events = (UNSAVED_PER_SECOND * REPLAY_SECONDS) / 60;
  await appendEvents(events, inTurn(defenders), { bench, sink, sealer });
  await sink.stop();
  const { caughtUpMs, readyMs } = await startAndCatchUp(bench);
  const replayPerSecond = Math.round((events / (caughtUpMs - readyMs)) * 1_000);
  bench.say(`replay ${replayPerSecond} events/s`);
  return replayPerSecond;
}

/** Whom the unsaved events are about. */
interface Aim {
  /** Defenders whose crowds speak. */
  readonly crowds: number;
  readonly at: (n: number) => DefenderRef;
}

function inTurn(defenders: readonly DefenderRef[]): Aim {
  const { length: crowds } = defenders;
  return { crowds, at: (n) => defenders[n % crowds] as DefenderRef };
}

/** By the same shares as the events that are in the saved states. */
function asTheWeekFell(defenders: readonly DefenderRef[], hot: number): Aim {
  const random = createRandom('recovery-traffic');
  const quiet = defenders.length - hot;
  const hotShare = (hot * HOT_EVENTS) / (hot * HOT_EVENTS + quiet * IDLE_EVENTS);
  const next = (): number => (random.chance(hotShare) ? random.int(hot) : hot + random.int(quiet));
  return { crowds: hot, at: () => defenders[next()] as DefenderRef };
}

/** The real service, from nothing to the end of the log. */
async function startAndCatchUp({ at, say, stage }: Bench, instances = 1): Promise<Restart> {
  const begun = performance.now();
  const { env, logDir } = at;
  const spec = { name: 'detect', root: ROOT, env, logDir };
  const services = await Promise.all(Array.from({ length: instances }, () => startService(spec)));
  const overAll = (of: (pid: number | undefined) => number): number =>
    services.reduce((sum, { pid }) => sum + of(pid), 0);
  try {
    const readyMs = performance.now() - begun;
    const readyProcessorMs = overAll(processorMsOf);
    say(`ready after ${seconds(readyMs)}`);
    await stage.progress.untilTaken('detect', WAIT_MS);
    const caughtUpMs = performance.now() - begun;
    const caughtUpProcessorMs = overAll(processorMsOf);
    const peakMiB = overAll(peakMiBOf);
    say(
      `caught up after ${seconds(caughtUpMs)} (limit 30 s); processor time ` +
        `${seconds(readyProcessorMs)} until ready, ${seconds(caughtUpProcessorMs)} until caught up; ` +
        `${peakMiB} MiB at most`,
    );
    await stage.progress.untilTaken('stages', WAIT_MS);
    const stagesCaughtUpMs = performance.now() - begun;
    say(`the stages across defenders after ${seconds(stagesCaughtUpMs)}`);
    return {
      readyMs,
      caughtUpMs,
      readyProcessorMs,
      caughtUpProcessorMs,
      peakMiB,
      stagesCaughtUpMs,
    };
  } finally {
    await Promise.all(services.map((service) => service.stop()));
  }
}

/** Frozen states of a few defenders to whom so much was said. */
function templates(events: number): readonly Uint8Array[] {
  const fold = new DetectionFold(loadDetectionPolicy());
  const stream = messageStream({
    events: events * TEMPLATES,
    defenders: TEMPLATES,
    durationMs: SAVED_MS,
    withText: true,
  });
  let offset = 0n;
  for (const event of stream) {
    fold.applyEvent(event, offset);
    offset += 1n;
  }
  return Array.from(fold.takeDirty(), ({ state }) => freezeState(state));
}

async function appendEvents(
  count: number,
  aim: Aim,
  by: { readonly bench: Bench; readonly sink: RecordSink; readonly sealer: Sealer },
): Promise<void> {
  const topic = topicName('targetingEvents', by.bench.at.topicPrefix);
  const stream = messageStream({
    events: count,
    defenders: aim.crowds,
    durationMs: count,
    withText: true,
  });
  let out: OutRecord[] = [];
  let n = 0;
  for (const event of stream) {
    const defender = aim.at(n);
    n += 1;
    out.push(await recordOf({ ...after(event), defender }, by.sealer, topic));
    if (out.length < PER_SEND) continue;
    await by.sink.send(out);
    out = [];
  }
  await by.sink.send(out);
  by.bench.say(`${count} events lie behind the saved states`);
}

type Sealer = Awaited<ReturnType<typeof sealerOf>>;

async function recordOf(event: TargetingEvent, sealer: Sealer, topic: string): Promise<OutRecord> {
  const { defender, ref } = event;
  const plain = Buffer.from(JSON.stringify(event));
  const sealed = await sealer.seal(defender, SEAL_PURPOSES.targetingEvent, plain);
  const envelope = {
    specversion: '1.0',
    id: ref,
    source: SOURCE,
    type: INTERNAL_TYPES.targeting,
    time: new Date(event.at).toISOString(),
    data: { kind: 'event', ref, defender, sealed },
  } as const;
  return { topic, ...encodeBinary(envelope, defender) };
}

/** An event that no saved state has seen, and that none finds too old. */
function after(event: TargetingEvent): TargetingEvent {
  const ref = `e_u${event.ref.slice('e_u'.length)}` as TargetingEvent['ref'];
  return { ...event, ref, at: event.at + SAVED_MS };
}

function refOf(n: number): DefenderRef {
  return deriveId('d', 'recovery', n) as DefenderRef;
}

/** Data keys for everybody, as a registry would have made them. */
async function sealerOf({ at }: Bench, defenders: readonly DefenderRef[]) {
  const keys = createFolderKeyStore({
    dir: dataKeysDir(at.keysDir),
    keyEncryptionKey: await loadKey(at.keysDir, 'kek'),
  });
  for (let from = 0; from < defenders.length; from += KEYS_AT_ONCE) {
    await Promise.all(defenders.slice(from, from + KEYS_AT_ONCE).map((one) => keys.create(one)));
  }
  return createDefenderSealer(keys);
}
