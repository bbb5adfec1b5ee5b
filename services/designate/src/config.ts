import {
  defineConfig,
  integer,
  SETTINGS,
  type ServiceConfig,
  setting,
  text,
} from '@hrd-shield/runtime';

/** Settings of `designate`. */
export const DESIGNATE_CONFIG = defineConfig('designate', {
  kafkaBrokers: SETTINGS.kafkaBrokers,
  databaseUrl: SETTINGS.databaseUrl,
  keysDir: SETTINGS.keysDir,
  auditDir: SETTINGS.auditDir,
  auditWindowMs: SETTINGS.auditWindowMs,
  topicPrefix: SETTINGS.topicPrefix,
  temporalAddress: SETTINGS.temporalAddress,
  temporalNamespace: SETTINGS.temporalNamespace,
  notifyFile: setting(
    'SHIELD_DESIGNATE_NOTIFY_FILE',
    text(4_096).optional(),
    'JSON file that says how people are reached, as that of respond',
  ),
  reviewsMs: setting(
    'SHIELD_DESIGNATE_REVIEWS_MS',
    integer(100, 3_600_000).default(2_000),
    'how often changed designations are handed to their workflows, ms',
  ),
  relayMs: setting(
    'SHIELD_DESIGNATE_RELAY_MS',
    integer(50, 60_000).default(500),
    'how often changes of the registry are looked for, ms; a withdrawal waits at most this long',
  ),
  timersMs: setting(
    'SHIELD_DESIGNATE_TIMERS_MS',
    integer(100, 3_600_000).default(60_000),
    'how often expiry and erasure are looked for, ms',
  ),
  reassertMs: setting(
    'SHIELD_DESIGNATE_REASSERT_MS',
    integer(1_000, 86_400_000).default(600_000),
    'how often ended designations are published again until erased, ms',
  ),
});
export type DesignateConfig = ServiceConfig<typeof DESIGNATE_CONFIG>;
