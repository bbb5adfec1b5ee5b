import {
  defineConfig,
  integer,
  KAFKA_SETTINGS,
  SETTINGS,
  type ServiceConfig,
  secret,
  setting,
  text,
} from '@hrd-shield/runtime';

/** Settings of `hold`. */
export const HOLD_CONFIG = defineConfig('hold', {
  ...KAFKA_SETTINGS,
  topicPrefix: SETTINGS.topicPrefix,
  keysDir: SETTINGS.keysDir,
  auditDir: SETTINGS.auditDir,
  auditWindowMs: SETTINGS.auditWindowMs,
  host: setting(
    'SHIELD_HOLD_HOST',
    text(253).default('127.0.0.1'),
    'address on which the platform asks',
  ),
  port: setting(
    'SHIELD_HOLD_PORT',
    integer(0, 65_535).default(0),
    'port on which the platform asks; 0 takes any free port and logs it',
  ),
  token: secret(
    'SHIELD_HOLD_TOKEN',
    text(512).min(32, 'a text of 32 to 512 characters'),
    'what the platform sends as x-shield-token with every question',
  ),
  respondToken: secret(
    'SHIELD_HOLD_RESPOND_TOKEN',
    text(512).min(32, 'a text of 32 to 512 characters').optional(),
    'what respond sends before its own commands; without it respond cannot ask',
  ),
  staleMs: setting(
    'SHIELD_HOLD_STALE_MS',
    integer(1_000, 600_000).default(45_000),
    'designations not followed for this long: actions against unknown accounts wait, ms',
  ),
});
export type HoldConfig = ServiceConfig<typeof HOLD_CONFIG>;
