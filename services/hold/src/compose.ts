import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type HoldId, ShieldError, topicName } from '@hrd-shield/contracts';
import type { HoldPolicy } from '@hrd-shield/domain/hold';
import {
  createKafkaSink,
  createLogReader,
  type KafkaConnection,
  kafkaConnection,
} from '@hrd-shield/kafka';
import { openMachineAudit } from '@hrd-shield/keys';
import {
  type Clock,
  createDesignationFollower,
  DefenderIndex,
  heedListNotices,
  type LogReader,
} from '@hrd-shield/pipeline';
import { loadHoldPolicy } from '@hrd-shield/policy';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import type { HoldConfig } from './config.ts';
import { type HoldKeys, loadKeys } from './load-keys.ts';
import { serveQuestions } from './serve-questions.ts';
import { createAnswerQuestion } from './steps/answer-question.ts';
import { followHolds } from './steps/follow-holds.ts';
import { HoldMemory } from './steps/hold-memory.ts';
import { createHoldOutbox, type HoldOutbox } from './steps/hold-outbox.ts';
import { createAnswerOwnCommand, DefenderActors } from './steps/own-commands.ts';
import { ViewWatch } from './steps/view-watch.ts';

export { HOLD_CONFIG, type HoldConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface HoldOverrides {
  readonly clock?: Clock;
  readonly policy?: HoldPolicy;
  /** Told the port on which the platform asks. */
  readonly onListening?: (port: number) => void;
}

const SERVICE = 'shield-hold';
const SAMPLE_MS = 1_000;
const RETRY_MS = 1_000;

type Context = ServiceContext<HoldConfig>;

/** What the parts below share. */
interface Wiring {
  readonly context: Context;
  readonly keys: HoldKeys;
  readonly now: () => number;
  readonly index: DefenderIndex;
  readonly actors: DefenderActors;
  readonly memory: HoldMemory;
  readonly view: ViewWatch;
  readonly outbox: HoldOutbox;
  readonly onFault: (fault: unknown) => void;
}

/**
 * Wires `hold`: it answers from its first moment, with or without servers; what it knows of
 * designations and holds is read and followed beside.
 */
export async function startHold(
  context: Context,
  overrides: HoldOverrides = {},
): Promise<RunningService> {
  const { config, logger } = context;
  const now = overrides.clock?.now ?? (() => Date.now());
  const audit = openMachineAudit({
    service: 'hold',
    config,
    now,
    onWaiting: (fault) => logger.warn('the account of openings waits on the disk', {}, fault),
  });
  const keys = await loadKeys(config.keysDir, audit.book);
  const connection = kafkaConnection(config, SERVICE);
  const onFault = (fault: unknown): void =>
    logger.warn('the log failed and is retried', codeOf(fault), fault);
  const sink = createKafkaSink({ connection });
  const index = new DefenderIndex(keys.recogniser);
  const wiring: Wiring = {
    context,
    keys,
    now,
    index,
    actors: new DefenderActors(index),
    memory: new HoldMemory(),
    view: new ViewWatch(config.staleMs),
    outbox: createHoldOutbox({ sink, onFault }),
    onFault,
  };
  const server = await answerQuestions(wiring, overrides.policy ?? loadHoldPolicy());
  overrides.onListening?.(server.port);
  logger.info('the platform may ask', { port: server.port, host: config.host });
  wiring.outbox.start();
  const views = followViews(wiring, connection);
  audit.start(sink);
  return {
    checks: {
      view: () => wiring.view.isFresh(wiring.now()),
      designations: () => views.designations.isHealthy(),
      holds: () => views.holds.isHealthy(),
      outbox: () => wiring.outbox.hasRoom(),
    },
    stop: async () => {
      audit.end();
      await server.stop();
      await views.stop();
      await wiring.outbox.stop();
      await sink.stop();
    },
  };
}

function answerQuestions(wiring: Wiring, policy: HoldPolicy) {
  const { context, keys, index, memory, view, outbox, now } = wiring;
  const { config, logger, meter } = context;
  const verdicts = meter.counter('shield_hold_answers_total', 'answers, by verdict');
  const lost = meter.counter('shield_hold_unrecorded_total', 'holds that no person will see');
  const durations = meter.histogram('shield_hold_answer_ms', 'time of one answer, ms');
  meter.gauge('shield_hold_waiting_records', 'holds on their way to the log', outbox.waiting);
  meter.gauge('shield_hold_remembered', 'earlier questions remembered', () => memory.size);
  meter.gauge('shield_hold_designations', 'designations held', () => index.size);
  const answer = createAnswerQuestion(
    {
      index,
      memory,
      now,
      pseudonyms: keys.pseudonyms,
      isFresh: (nowMs) => view.isFresh(nowMs),
      newHoldId: () => `h_${randomBytes(16).toString('base64url')}` as HoldId,
      place: (record) => {
        if (outbox.offer(record)) return;
        lost.add(1);
        logger.error('no room for a hold: it ends by its deadline alone');
      },
      onVerdict: (verdict) => verdicts.add(1, { verdict }),
    },
    { policy, topic: topicName('holds', config.topicPrefix) },
  );
  return serveQuestions({
    host: config.host,
    port: config.port,
    token: config.token,
    answer,
    ownCommands:
      config.respondToken === undefined
        ? undefined
        : {
            token: config.respondToken,
            answer: createAnswerOwnCommand({
              actors: wiring.actors,
              isFresh: (nowMs) => view.isFresh(nowMs),
              now,
            }),
          },
    onAnswered: (durationMs) => durations.record(durationMs),
  });
}

/** Reads designations and holds to their ends and follows them, however long that takes. */
function followViews(wiring: Wiring, connection: KafkaConnection) {
  const { context, keys, index, memory, view, now, onFault } = wiring;
  const { config, logger, signal } = context;
  const readerOf = (id: 'designations' | 'listNotices' | 'holds'): LogReader =>
    createLogReader({ connection, topic: topicName(id, config.topicPrefix), onFault });
  const designations = readerOf('designations');
  const holds = readerOf('holds');
  const notices = heedListNotices(index, {
    reader: readerOf('listNotices'),
    now,
    onRefused: () => logger.error('a notice about the list cannot be read'),
  });
  const follower = createDesignationFollower({
    reader: designations,
    index,
    openScreening: (ref, sealed) => {
      const part = keys.openScreening(ref, sealed);
      wiring.actors.note(ref, part);
      return part;
    },
    onRefused: (reason) => logger.error('a designation cannot be read', { reason }),
  });
  const stopping = new AbortController();
  const isOver = (): boolean => signal.aborted || stopping.signal.aborted;
  const loaded = (async () => {
    await untilRead(() => follower.start(), { isOver, onFault });
    await untilRead(() => notices.start(), { isOver, onFault });
    await untilRead(
      () =>
        followHolds({
          reader: holds,
          take: (record) => memory.take(record),
          onRefused: () => logger.error('a hold cannot be read'),
        }),
      { isOver, onFault },
    );
    if (isOver()) return;
    view.load(now());
    logger.info('designations are loaded', { count: index.size });
  })();
  const sampling = setInterval(() => {
    const isFollowed = [designations, notices, holds].every((one) => one.isHealthy());
    view.sample(isFollowed, now());
  }, SAMPLE_MS);
  return {
    designations,
    holds,
    stop: async () => {
      stopping.abort();
      clearInterval(sampling);
      await Promise.all([designations.stop(), notices.stop(), holds.stop()]);
      // A read that was under way has nothing left to read from.
      await Promise.race([loaded, delay(RETRY_MS)]);
    },
  };
}

interface Patience {
  readonly isOver: () => boolean;
  readonly onFault: (fault: unknown) => void;
}

/** Tries until the log answers; only the end of the service ends it. */
async function untilRead(start: () => Promise<void>, patience: Patience): Promise<void> {
  while (!patience.isOver()) {
    try {
      await start();
      return;
    } catch (fault) {
      patience.onFault(fault);
      await delay(RETRY_MS);
    }
  }
}

function codeOf(fault: unknown) {
  return fault instanceof ShieldError ? { code: fault.code } : {};
}
