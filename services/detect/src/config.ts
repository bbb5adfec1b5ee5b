import {
  defineConfig,
  integer,
  KAFKA_SETTINGS,
  SETTINGS,
  type ServiceConfig,
  setting,
  text,
} from '@hrd-shield/runtime';

/** Settings of `detect`. */
export const DETECT_CONFIG = defineConfig('detect', {
  ...KAFKA_SETTINGS,
  kafkaGiveUpMs: SETTINGS.kafkaGiveUpMs,
  topicPrefix: SETTINGS.topicPrefix,
  keysDir: SETTINGS.keysDir,
  auditDir: SETTINGS.auditDir,
  auditWindowMs: SETTINGS.auditWindowMs,
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
  snapshotMs: setting(
    'SHIELD_DETECT_SNAPSHOT_MS',
    integer(100, 60_000).default(20_000),
    'changed states are saved this often, three times as seldom while far behind, ms',
  ),
});
export type DetectConfig = ServiceConfig<typeof DETECT_CONFIG>;
