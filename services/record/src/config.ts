import { TABLE_ENGINES } from '@hrd-shield/clickhouse';
import {
  defineConfig,
  flag,
  integer,
  KAFKA_SETTINGS,
  oneOf,
  SETTINGS,
  type ServiceConfig,
  setting,
} from '@hrd-shield/runtime';

/** Settings of `record`. */
export const RECORD_CONFIG = defineConfig('record', {
  ...KAFKA_SETTINGS,
  kafkaGiveUpMs: SETTINGS.kafkaGiveUpMs,
  clickhouseUrl: SETTINGS.clickhouseUrl,
  topicPrefix: SETTINGS.topicPrefix,
  flushMs: setting(
    'SHIELD_RECORD_FLUSH_MS',
    integer(0, 60_000).default(1_000),
    'each partition is inserted at most this often while it is near its head, ms',
  ),
  batchRows: setting(
    'SHIELD_RECORD_BATCH_ROWS',
    integer(1, 100_000).default(10_000),
    'most rows of one insert',
  ),
  sessionMs: setting(
    'SHIELD_RECORD_SESSION_MS',
    integer(6_000, 300_000).default(30_000),
    'silence after which the group gives the partitions of this process to another, ms',
  ),
  countMs: setting(
    'SHIELD_RECORD_COUNT_MS',
    integer(100, 86_400_000).default(3_600_000),
    'how often active designations are counted, ms; the last count of a day stands',
  ),
  engines: setting(
    'SHIELD_RECORD_ENGINES',
    oneOf(TABLE_ENGINES).default('plain'),
    'tables of one server, or replicated ones of a cluster; of the first start, not to be changed after',
  ),
  migrate: setting(
    'SHIELD_RECORD_MIGRATE',
    flag().default(true),
    'apply missing migrations of the column store at the start',
  ),
});
export type RecordConfig = ServiceConfig<typeof RECORD_CONFIG>;
