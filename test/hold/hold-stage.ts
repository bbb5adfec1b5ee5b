import {
  type ActorRef,
  AdverseAnswer,
  type AdverseQuestion,
  type DefenderRef,
  encodeBinary,
  INTERNAL_TYPES,
  type ProtectionPart,
  topicName,
} from '@hrd-shield/contracts';
import { createKafkaSink } from '@hrd-shield/kafka';
import {
  createPseudonymiser,
  DIGEST_KEY_VERSION,
  loadKey,
  loadRecogniser,
  newDefenderRef,
  openProtectionSealer,
  openScreeningSealer,
  tagToHex,
} from '@hrd-shield/keys';
import { createLogger, type RunningService, startTelemetry } from '@hrd-shield/runtime';
import { type HoldConfig, type HoldOverrides, startHold } from '../../services/hold/src/compose.ts';
import { type RespondOverrides, startRespond } from '../../services/respond/src/compose.ts';
import type { Installation } from '../harness/installation.ts';
import { kafkaInClear } from '../harness/kafka-in-clear.ts';

export const TOKEN = 'a-token-of-the-platform-for-tests-only';
const RESPOND_TOKEN = 'a-token-of-respond-for-tests-only-too';
const DAY_MS = 86_400_000;

const common = {
  httpHost: '127.0.0.1',
  httpPort: 0,
  logLevel: 'silent',
  drainMs: 10_000,
  otlpEndpoint: undefined,
  auditDir: undefined,
  auditWindowMs: 300_000,
} as const;

/** A service of this process, and how it is asked. */
export interface HoldStage {
  readonly service: RunningService;
  /** The raw answer. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** What `respond` hears before its own commands. */
  askOwn(actors: readonly string[], token?: string): Promise<Response>;
  /** @returns the answer and its length in bytes */
  ask(question: AdverseQuestion): Promise<{ answer: AdverseAnswer; bytes: number }>;
  stop(): Promise<void>;
}

/** `hold` on an installation, or on one whose servers are away. */
export async function stageHold(
  at: Pick<Installation, 'brokers' | 'topicPrefix' | 'keysDir'>,
  overrides: HoldOverrides & { readonly staleMs?: number } = {},
): Promise<HoldStage> {
  const telemetry = startTelemetry({ service: 'hold' });
  const ending = new AbortController();
  let port = 0;
  const onListening = (listening: number): void => {
    port = listening;
  };
  const config: HoldConfig = {
    ...common,
    ...kafkaInClear(at.brokers),
    topicPrefix: at.topicPrefix,
    keysDir: at.keysDir,
    host: '127.0.0.1',
    port: 0,
    token: TOKEN,
    respondToken: RESPOND_TOKEN,
    staleMs: overrides.staleMs ?? 45_000,
  };
  const service = await startHold(
    {
      config,
      logger: createLogger('hold', 'silent'),
      meter: telemetry.meter,
      signal: ending.signal,
    },
    { ...overrides, onListening },
  );
  const askOwn: HoldStage['askOwn'] = (actors, token = RESPOND_TOKEN) =>
    fetch(`http://127.0.0.1:${port}/v1/own-commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shield-token': token },
      body: JSON.stringify({ actors }),
    });
  const post: HoldStage['post'] = (body, headers = { 'x-shield-token': TOKEN }) =>
    fetch(`http://127.0.0.1:${port}/v1/adverse-actions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    service,
    post,
    askOwn,
    ask: async (question) => {
      const text = await (await post(question)).text();
      return { answer: AdverseAnswer.parse(JSON.parse(text)), bytes: Buffer.byteLength(text) };
    },
    stop: async () => {
      ending.abort();
      await service.stop();
      await telemetry.stop();
    },
  };
}

/** `respond`, which runs the workflows of holds. */
export async function stageRespond(
  at: Installation,
  notifyFile?: string,
  overrides: RespondOverrides = {},
): Promise<RunningService> {
  const telemetry = startTelemetry({ service: 'respond' });
  const ending = new AbortController();
  const service = await startRespond(
    {
      config: {
        ...common,
        ...kafkaInClear(at.brokers),
        kafkaGiveUpMs: 600_000,
        topicPrefix: at.topicPrefix,
        keysDir: at.keysDir,
        temporalAddress: at.env.TEMPORAL_ADDRESS ?? '',
        temporalNamespace: 'default',
        databaseUrl: at.databaseUrl,
        candidateRules: undefined,
        holdUrl: undefined,
        holdToken: undefined,
        notifyFile,
        clockScale: 1,
        coalesceMs: 1_000,
        parallel: 8,
        part: 'all',
        buildId: undefined,
        unit: undefined,
      },
      logger: createLogger('respond', 'silent'),
      meter: telemetry.meter,
      signal: ending.signal,
    },
    overrides,
  );
  return {
    ...service,
    stop: async () => {
      ending.abort();
      await service.stop();
      await telemetry.stop();
    },
  };
}

/** The pseudonym of an account where it acts on others. */
export async function actorOf(at: Installation, account: string): Promise<string> {
  return createPseudonymiser(await loadKey(at.keysDir, 'pseudonym')).actor(account);
}

/** Publishes the designation of an account. @param part what protection knows of it; unreadable when absent */
export async function designate(
  at: Installation,
  account: string,
  part?: ProtectionPart,
): Promise<DefenderRef> {
  const ref = newDefenderRef();
  const recogniser = await loadRecogniser(at.keysDir);
  const sealed = (await openScreeningSealer(at.keysDir)).seal(ref, {
    digest: recogniser.digestOf(Buffer.from(account)),
    digestKey: DIGEST_KEY_VERSION,
    tag: tagToHex(recogniser.tagOf(Buffer.from(account))),
    dataClasses: ['public-content'],
    actor: (await actorOf(at, account)) as ActorRef,
  });
  const data = {
    ref,
    version: 1,
    state: 'active',
    probe: false,
    expiresAt: Date.now() + DAY_MS,
    screening: sealed,
    protection:
      part === undefined ? sealed : (await openProtectionSealer(at.keysDir)).seal(ref, part),
  };
  const event = {
    specversion: '1.0' as const,
    id: ref,
    source: 'test',
    type: INTERNAL_TYPES.designation,
    time: new Date().toISOString(),
    data,
  };
  const sink = createKafkaSink({ connection: { brokers: at.brokers, clientId: at.name } });
  await sink.start();
  const topic = topicName('designations', at.topicPrefix);
  await sink.send([{ topic, ...encodeBinary(event, ref) }]);
  await sink.stop();
  return ref;
}
