export { closestWord } from './config/closest-word.ts';
export { describeConfig, referenceOf, type SettingReference } from './config/describe-config.ts';
export {
  type ConfigEntry,
  type ConfigSource,
  type Environment,
  type LoadConfigOptions,
  type LoadedConfig,
  loadConfig,
} from './config/load-config.ts';
export {
  type ConfigDefinition,
  type ConfigOf,
  defineConfig,
  type Setting,
  type SettingTable,
  type SettingValues,
  secret,
  setting,
} from './config/setting.ts';
export {
  KAFKA_SETTINGS,
  LOG_LEVELS,
  type LogLevel,
  SERVICE_SETTINGS,
  SETTINGS,
} from './config/shared-settings.ts';
export {
  address,
  addressList,
  decimal,
  flag,
  integer,
  oneOf,
  text,
  urlOf,
} from './config/value-types.ts';
export { runService, sentenceOf } from './lifecycle/run-service.ts';
export {
  type HealthCheck,
  type HealthChecks,
  type HealthServer,
  serveHealth,
} from './lifecycle/serve-health.ts';
export type {
  ProcessPort,
  RunningService,
  ServiceConfig,
  ServiceContext,
  ServiceOptions,
} from './lifecycle/service.ts';
export { createLogger, type Logger } from './logging/create-logger.ts';
export { LOG_FIELDS, type LogFields } from './logging/log-fields.ts';
export {
  type Counter,
  DURATION_BOUNDS_MS,
  type Histogram,
  type Labels,
  type Meter,
} from './telemetry/meter.ts';
export {
  startTelemetry,
  type Telemetry,
  type TelemetryOptions,
} from './telemetry/start-telemetry.ts';
