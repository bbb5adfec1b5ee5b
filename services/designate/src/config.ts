import {
  defineConfig,
  integer,
  KAFKA_SETTINGS,
  SETTINGS,
  type ServiceConfig,
  setting,
  text,
} from '@hrd-shield/runtime';

const DAY_MS = 86_400_000;

/** Settings of `designate`. */
export const DESIGNATE_CONFIG = defineConfig('designate', {
  ...KAFKA_SETTINGS,
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
  reportsKeptMs: setting(
    'SHIELD_DESIGNATE_REPORTS_KEPT_MS',
    integer(30 * DAY_MS, 3_650 * DAY_MS).default(190 * DAY_MS),
    'how long a closed incident report is kept before it is erased, ms; decisions on notices can be contested for six months (Regulation (EU) 2022/2065, Article 20(1))',
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
