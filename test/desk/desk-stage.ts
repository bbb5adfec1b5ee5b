import { randomBytes } from 'node:crypto';
import { createLogger, type RunningService, startTelemetry } from '@hrd-shield/runtime';
import type { FastifyInstance } from 'fastify';
import { freePort } from '../../packages/cli/src/demo/free-port.ts';
import { type DeskConfig, type DeskOverrides, startDesk } from '../../services/desk/src/compose.ts';
import type { Installation } from '../harness/installation.ts';
import { kafkaInClear } from '../harness/kafka-in-clear.ts';
import { Browser, type StagedProvider, stageProvider } from './stage-provider.ts';

/** The desk of this process, its identity provider, and what it logged. */
export interface DeskStage {
  readonly url: string;
  readonly server: FastifyInstance;
  readonly service: RunningService;
  readonly logs: readonly string[];
  /** Somebody who signed in through the provider. */
  signIn(subject: string): Promise<SignedInBrowser>;
  stop(): Promise<void>;
}

/** A person at the desk. */
export interface SignedInBrowser {
  readonly browser: Browser;
  readonly principal: string;
  readonly csrf: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

export const newKey = (): string => randomBytes(16).toString('hex');

/** @param roles of each subject at the provider */
export async function stageDesk(
  at: Installation,
  roles: Readonly<Record<string, readonly string[]>>,
  overrides: DeskOverrides & { readonly config?: Partial<DeskConfig> } = {},
): Promise<DeskStage> {
  const telemetry = startTelemetry({ service: 'desk' });
  const ending = new AbortController();
  const logs: string[] = [];
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider: StagedProvider = await stageProvider(
    `${url}/v1/session/callback`,
    (subject) => roles[subject] ?? [],
  );
  const config: DeskConfig = {
    httpHost: '127.0.0.1',
    httpPort: 0,
    logLevel: 'debug',
    drainMs: 10_000,
    otlpEndpoint: undefined,
    ...kafkaInClear(at.brokers),
    databaseUrl: at.databaseUrl,
    clickhouseUrl: at.clickhouseUrl,
    rowsUrl: undefined,
    temporalAddress: at.env.TEMPORAL_ADDRESS ?? '',
    temporalNamespace: 'default',
    topicPrefix: at.topicPrefix,
    keysDir: at.keysDir,
    host: '127.0.0.1',
    port,
    publicUrl: url,
    secret: randomBytes(32).toString('base64url'),
    oidcIssuer: provider.issuer,
    oidcClientId: 'hrd-shield-desk',
    oidcClientSecret: provider.clientSecret,
    oidcRolesClaim: 'shield_roles',
    oidcAcr: undefined,
    localTokens: false,
    clamd: undefined,
    rootsMs: 500,
    requestsPerMinute: 100_000,
    proxyHops: 0,
    ...overrides.config,
  };
  let server: FastifyInstance | undefined;
  const logger = createLogger('desk', 'debug', { write: (line: string) => void logs.push(line) });
  const service = await startDesk(
    { config, logger, meter: telemetry.meter, signal: ending.signal },
    { ...overrides, onListening: (_port, listening) => (server = listening) },
  );
  if (server === undefined) throw new RangeError('the desk listens');
  return {
    url,
    server,
    service,
    logs,
    signIn: (subject) => signedIn(url, subject),
    stop: async () => {
      ending.abort();
      await service.stop();
      await provider.stop();
      await telemetry.stop();
    },
  };
}

async function signedIn(url: string, subject: string): Promise<SignedInBrowser> {
  const browser = new Browser();
  const answer = await browser.signIn(url, subject);
  const session = (await answer.json()) as { principal: string; csrf: string };
  return {
    browser,
    principal: session.principal,
    csrf: session.csrf,
    get: (path, headers = {}) => browser.fetch(`${url}${path}`, { headers }),
    post: (path, body, headers = {}) =>
      browser.fetch(`${url}${path}`, {
        method: 'POST',
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          'x-csrf-token': session.csrf,
          'idempotency-key': newKey(),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}
