import { createAuthoriser, loadAccessPolicies } from '@hrd-shield/authorisation';
import { ShieldError } from '@hrd-shield/contracts';
import { deskDocument } from '@hrd-shield/contracts/desk';
import { createKafkaSink, kafkaConnection } from '@hrd-shield/kafka';
import { createStageSealer, loadKey, loadPayloadKeys } from '@hrd-shield/keys';
import { keepRound } from '@hrd-shield/pipeline';
import {
  loadBenchmarks,
  loadIntakePolicy,
  loadProtectionPolicy,
  loadRemedyPolicy,
} from '@hrd-shield/policy';
import {
  createAuditLog,
  createKeptAnswers,
  createSessionStore,
  createTokenStore,
  migrateDatabase,
  openDatabase,
} from '@hrd-shield/postgres';
import { openRegistry } from '@hrd-shield/registry';
import type { RunningService } from '@hrd-shield/runtime';
import { connectTemporal } from '@hrd-shield/temporal';
import type { FastifyInstance } from 'fastify';
import {
  actorParts,
  type Context,
  type DeskOverrides,
  deskParts,
  intakeParts,
  openKeys,
  openStore,
  registryParts,
  reviewParts,
  rowParts,
  stopDeps,
  type Tables,
  type Wiring,
} from './build-parts.ts';
import type { DeskConfig } from './config.ts';
import { createDeskSecrets, type DeskSecrets } from './desk-secrets.ts';
import { createActorHandlers } from './handlers/actor-handlers.ts';
import {
  createAppealHandlers,
  createHoldHandlers,
  createRemedyHandlers,
} from './handlers/approval-handlers.ts';
import { createCaseHandlers } from './handlers/case-handlers.ts';
import { createIntakeHandlers, createReporterHandlers } from './handlers/intake-handlers.ts';
import { createOversightHandlers } from './handlers/oversight-handlers.ts';
import { createPeopleHandlers } from './handlers/people-handlers.ts';
import {
  createOwnHandlers,
  createRegistryHandlers,
  createRevealHandlers,
  type RegistryParts,
} from './handlers/registry-handlers.ts';
import { createReviewHandlers } from './handlers/review-handlers.ts';
import { createRowHandlers } from './handlers/row-handlers.ts';
import { createSessionHandlers } from './handlers/session-handlers.ts';
import { createTaskHandlers } from './handlers/task-handlers.ts';
import { createKnownTokens } from './known-tokens.ts';
import { createAccessAudit } from './server/audit-access.ts';
import { createServer, sessionCookieOf } from './server/create-server.ts';
import { createIdentify } from './server/identify.ts';
import type { Handlers } from './server/route-types.ts';
import { openProvider, type Provider } from './sign-in/open-provider.ts';
import { signRoots } from './sign-roots.ts';
import { stopByLog } from './stop-by-log.ts';
import { takeMachineAudit } from './take-machine-audit.ts';

export type { DeskOverrides } from './build-parts.ts';
export { DESK_CONFIG, type DeskConfig } from './config.ts';

const SERVICE = 'shield-desk';
const SWEEP_MS = 60_000;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;
const CALLBACK = '/v1/session/callback';

/** Wires `desk`. @throws ShieldError `config.invalid` | `postgres.*` | `temporal.*` | `keys.*` */
export async function startDesk(
  context: Context,
  overrides: DeskOverrides = {},
): Promise<RunningService> {
  const { config, logger } = context;
  const publicUrl = checkedUrl(config);
  const now = overrides.clock?.now ?? (() => Date.now());
  const database = openDatabase<Tables>({ url: config.databaseUrl, applicationName: SERVICE });
  await migrateDatabase(database.query);
  const temporal = await connectTemporal({
    address: config.temporalAddress,
    namespace: config.temporalNamespace,
    payloadKey: await loadPayloadKeys(config.keysDir),
  });
  const sessions = createSessionStore(database.query);
  const registry = await openRegistry(
    { databaseUrl: config.databaseUrl, keysDir: config.keysDir, applicationName: SERVICE },
    { now },
  );
  const known = createKnownTokens(createTokenStore(database.query));
  const connection = kafkaConnection(config, SERVICE);
  const sink = createKafkaSink({ connection });
  const store = openStore(config.clickhouseUrl);
  const rowStore = openStore(config.rowsUrl);
  const server = await buildServer({
    sink,
    store,
    rowStore,
    known,
    registry,
    context,
    overrides,
    publicUrl,
    database,
    temporal,
    sessions,
  });
  const port = await listen(server, config);
  overrides.onListening?.(port, server);
  logger.info('the desk is open', { port, host: config.host });
  const rounds = [
    keepRound(
      SWEEP_MS,
      async () => {
        await sessions.sweep(now());
        await known.refresh(now());
      },
      (fault) => logger.warn('what is over is not forgotten yet', {}, fault),
    ),
    await signRoots(context, sink, createAuditLog(database.query)),
  ];
  const endTaking = takeMachineAudit(context, createAuditLog(database.query));
  return {
    checks: {
      postgres: () => database.isHealthy(),
      temporal: () => temporal.isHealthy(),
    },
    stop: async () => {
      await server.close();
      for (const round of rounds) await round.stop();
      await endTaking();
      await sink.stop();
      await store?.close();
      await rowStore?.close();
      await temporal.stop();
      await registry.stop();
      await database.stop();
    },
  };
}

async function buildServer(wiring: Wiring): Promise<FastifyInstance> {
  const { context, database, overrides, publicUrl, sessions } = wiring;
  const { config, logger, meter } = context;
  const now = overrides.clock?.now ?? (() => Date.now());
  const isSecure = publicUrl.protocol === 'https:';
  const secrets = createDeskSecrets(config.secret);
  const real = createAuditLog(database.query);
  const audit = overrides.audit?.(real) ?? real;
  const access = loadAccessPolicies();
  const tokens = createTokenStore(database.query);
  const refused = meter.counter('shield_desk_refused_total', 'requests refused, by code');
  const answered = meter.histogram('shield_desk_answer_ms', 'time of one answer, ms');
  const faults = meter.counter('shield_desk_faults_total', 'requests answered with a fault');
  const keyStore = await openKeys(config);
  const parts = await deskParts(wiring, { secrets, keyStore });
  const registry = registryParts(wiring, { audit, parts });
  const intake = intakeParts(wiring, { secrets, keyStore, sealer: parts.sealer });
  const handlers: Handlers = {
    ...sessionHandlers(wiring, secrets),
    ...createTaskHandlers(parts),
    ...createCaseHandlers(parts),
    ...createHoldHandlers(parts),
    ...createRemedyHandlers(parts),
    ...createAppealHandlers(parts, loadRemedyPolicy()),
    ...registryHandlers(registry),
    ...createActorHandlers(await actorParts(wiring, { parts, registry })),
    ...createRowHandlers(rowParts(wiring, audit)),
    ...createPeopleHandlers({ ...parts, tokens, policy: loadProtectionPolicy() }),
    ...createReporterHandlers(intake),
    ...createIntakeHandlers(intake),
    ...createReviewHandlers(reviewParts(wiring, parts)),
    ...createOversightHandlers({
      ...parts,
      audit,
      policies: policiesOf(access.hash),
      benchmarks: await loadBenchmarks(),
      document: deskDocument(),
    }),
  };
  return createServer(
    {
      identify: createIdentify({
        sessions,
        tokens: wiring.known,
        localTokenKey: config.localTokens ? await loadKey(config.keysDir, 'token') : undefined,
        cookieName: cookieNames(isSecure).session,
      }),
      decide: createAuthoriser(access),
      audit: createAccessAudit(audit),
      now,
      answers: createKeptAnswers(database.query),
      sealer: createStageSealer(secrets.answersKey),
      onRefused: (_act, code) => refused.add(1, { code }),
      whenAway: stopByLog(stopDeps(wiring)),
    },
    handlers,
    {
      isSecure,
      csrfKey: secrets.csrfKey,
      requestsPerMinute: config.requestsPerMinute,
      proxyHops: config.proxyHops,
      onFault: (fault) => {
        faults.add(1);
        logger.error('a request failed', codeOf(fault), fault);
      },
      onAnswer: (act, status, durationMs) =>
        answered.record(durationMs, { act, status: String(status) }),
    },
  );
}

function sessionHandlers({ context, publicUrl, sessions }: Wiring, secrets: DeskSecrets) {
  return createSessionHandlers({
    sessions,
    provider: providerOf(context.config, publicUrl),
    secrets,
    publicUrl,
    rolesClaim: context.config.oidcRolesClaim,
    cookies: cookieNames(publicUrl.protocol === 'https:'),
    csrfOf: (reply) => reply.generateCsrf({ userInfo: sessionCookieOf(reply.request), path: '/' }),
  });
}

function registryHandlers(registry: RegistryParts) {
  return {
    ...createRegistryHandlers(registry),
    ...createOwnHandlers(registry),
    ...createRevealHandlers(registry),
  };
}

function policiesOf(accessHash: string): readonly { name: string; hash: string }[] {
  return [
    { name: 'access', hash: accessHash },
    { name: 'intake', hash: loadIntakePolicy().hash },
    { name: 'protection', hash: loadProtectionPolicy().hash },
    { name: 'remedy', hash: loadRemedyPolicy().hash },
  ];
}

function providerOf(config: DeskConfig, publicUrl: URL): Provider | undefined {
  if (config.oidcIssuer === undefined) return undefined;
  return openProvider({
    issuer: config.oidcIssuer,
    clientId: config.oidcClientId,
    clientSecret: config.oidcClientSecret,
    redirectUri: new URL(CALLBACK, publicUrl).href,
    acr: config.oidcAcr,
  });
}

/** Only a browser that came over TLS takes the prefix that binds a cookie to its host. */
function cookieNames(secure: boolean) {
  const prefix = secure ? '__Host-' : '';
  return { session: `${prefix}shield-session`, signIn: `${prefix}shield-sign-in`, secure };
}

/** Without TLS, and with tokens of a local stack, the desk serves one machine alone. */
function checkedUrl(config: DeskConfig): URL {
  const url = new URL(config.publicUrl);
  const isLocal = LOOPBACK.test(url.hostname);
  if (url.protocol === 'http:' && !isLocal) {
    throw new ShieldError('config.invalid', {
      detail: 'SHIELD_DESK_PUBLIC_URL has to be https, or http on loopback',
    });
  }
  if (config.localTokens && !isLocal) {
    throw new ShieldError('config.invalid', {
      detail: 'SHIELD_DESK_LOCAL_TOKENS is for a desk on loopback',
    });
  }
  return url;
}

async function listen(server: FastifyInstance, { host, port }: DeskConfig): Promise<number> {
  try {
    const address = await server.listen({ host, port });
    return Number(new URL(address).port);
  } catch (cause) {
    const detail = `SHIELD_DESK_PORT ${port} on ${host} cannot be taken`;
    throw new ShieldError('config.invalid', { detail, cause });
  }
}

function codeOf(fault: unknown) {
  return fault instanceof ShieldError ? { code: fault.code } : {};
}
