import {
  defineConfig,
  integer,
  KAFKA_SETTINGS,
  oneOf,
  SETTINGS,
  type ServiceConfig,
  setting,
  text,
} from '@hrd-shield/runtime';
import { VerdictTrustText } from './verdict-trust.ts';

const HOUR_MS = 3_600_000;

/** Settings of `ingest`. */
export const INGEST_CONFIG = defineConfig('ingest', {
  ...KAFKA_SETTINGS,
  kafkaGiveUpMs: SETTINGS.kafkaGiveUpMs,
  topicPrefix: SETTINGS.topicPrefix,
  keysDir: SETTINGS.keysDir,
  auditDir: SETTINGS.auditDir,
  auditWindowMs: SETTINGS.auditWindowMs,
  maxEventBytes: setting(
    'SHIELD_INGEST_MAX_EVENT_BYTES',
    integer(1_024, 1_048_576).default(262_144),
    'larger events of a defender go to the dead letters, bytes',
  ),
  futureMs: setting(
    'SHIELD_INGEST_FUTURE_MS',
    integer(0, 24 * HOUR_MS).default(300_000),
    'how far event time may run ahead of append time, ms',
  ),
  brokerLagMs: setting(
    'SHIELD_INGEST_BROKER_LAG_MS',
    integer(0, 24 * HOUR_MS).default(12 * HOUR_MS),
    'how far the clock of the broker may lag behind the own before events of now are refused, ms',
  ),
  latenessMs: setting(
    'SHIELD_INGEST_LATENESS_MS',
    integer(60_000, 168 * HOUR_MS).default(24 * HOUR_MS),
    'how far event time may lie behind what its partition has reached, ms',
  ),
  watermarkMs: setting(
    'SHIELD_INGEST_WATERMARK_MS',
    integer(50, 60_000).default(1_000),
    'a watermark is written at least this often, ms',
  ),
  idleMs: setting(
    'SHIELD_INGEST_IDLE_MS',
    integer(500, 600_000).default(10_000),
    'a partition without records for this long no longer holds back event time, ms',
  ),
  probeMs: setting(
    'SHIELD_INGEST_PROBE_MS',
    integer(1_000, 3_600_000).default(180_000),
    'a partition without a known event of a test account for this long counts as uncovered, ms',
  ),
  verdictTrust: setting(
    'SHIELD_INGEST_VERDICT_TRUST',
    VerdictTrustText,
    'how far verdicts of other systems are believed, such as osprey=0.8,hma=1; else as the rules say',
  ),
  policyFile: setting(
    'SHIELD_DETECT_POLICY_FILE',
    text(1_024).optional(),
    'detection rules; the reviewed ones of this release when absent',
  ),
  stagesFile: setting(
    'SHIELD_DETECT_STAGES_FILE',
    text(1_024).optional(),
    'rules of the stages across defenders; the reviewed ones of this release when absent',
  ),
  maxBytesPerPartition: setting(
    'SHIELD_INGEST_FETCH_BYTES',
    integer(65_536, 33_554_432).default(1_048_576),
    'bytes of one partition in one fetch',
  ),
  acceptOffsetGap: setting(
    'SHIELD_INGEST_ACCEPT_OFFSET_GAP',
    oneOf(['no', 'yes']).default('no'),
    'yes goes on at the earliest record where committed ones are gone; set for one start, by a person',
  ),
  decoder: setting(
    'SHIELD_INGEST_DECODER',
    oneOf(['in-place', 'stock']).default('in-place'),
    'in-place screens keys where the records lie; stock is the decoder of the client library',
  ),
});
export type IngestConfig = ServiceConfig<typeof INGEST_CONFIG>;
