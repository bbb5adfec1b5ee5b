import type { LoadedConfig } from '../config/load-config.ts';
import type { ConfigDefinition, SettingTable } from '../config/setting.ts';
import type { SERVICE_SETTINGS } from '../config/shared-settings.ts';
import type { Logger } from '../logging/create-logger.ts';
import type { Meter } from '../telemetry/meter.ts';
import type { HealthChecks } from './serve-health.ts';

/** What a service gets to build itself from. */
export interface ServiceContext<Config> {
  readonly config: Config;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Aborted when the service is to stop: waits end, no new work is taken. */
  readonly signal: AbortSignal;
}

/** A started service. */
export interface RunningService {
  /** All must pass for `/readyz`: each says whether the next unit of work can be done. */
  readonly checks: HealthChecks;
  /** Rejects when a part fails for good: the service drains and exits with code 1. */
  readonly failed?: Promise<never>;
  /** Finishes and commits what is in work, then lets go. */
  stop(): Promise<void>;
}

/** Own settings of a service and those that every service has. */
export type ServiceConfig<Definition extends ConfigDefinition> = LoadedConfig<
  Definition['settings'] & typeof SERVICE_SETTINGS
>['values'];

/** The parts of `process` that a service may touch; passed in by `main.ts`. */
export interface ProcessPort {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  once(signal: 'SIGTERM' | 'SIGINT', handler: () => void): unknown;
  exitCode?: number | string | null | undefined;
  exit(code: number): never;
}

export interface ServiceOptions<Table extends SettingTable> {
  /** Settings of the service; those that every service has are added. The room names it. */
  readonly config: ConfigDefinition<Table>;
  readonly process: ProcessPort;
  readonly start: (
    context: ServiceContext<ServiceConfig<ConfigDefinition<Table>>>,
  ) => Promise<RunningService>;
}
