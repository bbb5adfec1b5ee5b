import { randomBytes } from 'node:crypto';
import { freePort } from './free-port.ts';
import { type DemoInstallation, ROOT } from './installation.ts';
import { type ServiceProcess, startService } from './service-process.ts';

/** The services of the pipeline, in the order of its flow. */
export const SERVICES = [
  'designate',
  'ingest',
  'detect',
  'hold',
  'respond',
  'record',
  'report',
] as const;
export type ServiceName = (typeof SERVICES)[number];

const TOKEN_BYTES = 32;

export interface ServiceGroup {
  readonly url: (name: ServiceName) => string;
  /** Rejects as soon as one of them ends by itself. */
  readonly failed: Promise<never>;
  stopOne(name: ServiceName): Promise<void>;
  stop(): Promise<void>;
}

/** Where `hold` listens, and what lets `respond` and the platform ask it. */
export async function holdEnvironment(): Promise<Readonly<Record<string, string>>> {
  const port = String(await freePort());
  return {
    SHIELD_HOLD_PORT: port,
    SHIELD_HOLD_TOKEN: randomBytes(TOKEN_BYTES).toString('hex'),
    SHIELD_HOLD_RESPOND_TOKEN: randomBytes(TOKEN_BYTES).toString('hex'),
    SHIELD_RESPOND_HOLD_URL: `http://127.0.0.1:${port}`,
  };
}

/** Starts each service in a process of its own and waits until all can work. */
export async function startServices(
  at: DemoInstallation,
  options: {
    readonly names: readonly ServiceName[];
    readonly env: Readonly<Record<string, string>>;
    readonly onReady: (name: string) => void;
  },
): Promise<ServiceGroup> {
  const started = await Promise.allSettled(
    options.names.map(async (name) => {
      const env = { ...at.env, ...options.env };
      const service = await startService({ name, root: ROOT, env, logDir: at.logDir });
      options.onReady(name);
      return service;
    }),
  );
  const running = new Map<string, ServiceProcess>();
  let fault: unknown;
  for (const one of started) {
    if (one.status === 'fulfilled') running.set(one.value.name, one.value);
    else fault ??= one.reason;
  }
  const stop = async (): Promise<void> => {
    await Promise.all([...running.values()].map((service) => service.stop()));
  };
  if (fault !== undefined) {
    await stop();
    throw fault;
  }
  return {
    url: (name) => running.get(name)?.url ?? '',
    failed: Promise.race([...running.values()].map((service) => service.failed)),
    stopOne: async (name) => {
      const service = running.get(name);
      running.delete(name);
      await service?.stop();
    },
    stop,
  };
}
