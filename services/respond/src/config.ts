import {
  decimal,
  defineConfig,
  integer,
  KAFKA_SETTINGS,
  oneOf,
  SETTINGS,
  type ServiceConfig,
  secret,
  setting,
  text,
} from '@hrd-shield/runtime';

/** Settings of `respond`. */
export const RESPOND_CONFIG = defineConfig('respond', {
  ...KAFKA_SETTINGS,
  kafkaGiveUpMs: SETTINGS.kafkaGiveUpMs,
  topicPrefix: SETTINGS.topicPrefix,
  keysDir: SETTINGS.keysDir,
  auditDir: SETTINGS.auditDir,
  auditWindowMs: SETTINGS.auditWindowMs,
  temporalAddress: SETTINGS.temporalAddress,
  temporalNamespace: SETTINGS.temporalNamespace,
  databaseUrl: SETTINGS.databaseUrl,
  clockScale: setting(
    'SHIELD_RESPOND_CLOCK_SCALE',
    decimal(1, 100_000).default(1),
    'how much faster than the wall clock people and measures run; above 1 for demonstrations only',
  ),
  coalesceMs: setting(
    'SHIELD_RESPOND_COALESCE_MS',
    integer(0, 60_000).default(1_000),
    'at most one update to the protection of a defender in this time, ms; direct harm and a raised tier never wait',
  ),
  parallel: setting(
    'SHIELD_RESPOND_PARALLEL',
    integer(1, 256).default(8),
    'calls to the workflow server at once',
  ),
  notifyFile: setting(
    'SHIELD_RESPOND_NOTIFY_FILE',
    text(4_096).optional(),
    'JSON file that says how people are reached: SMTP server, mailboxes and webhooks of each rung',
  ),
  holdUrl: setting(
    'SHIELD_RESPOND_HOLD_URL',
    text(1_024).optional(),
    'address of hold, asked before something automatic touches another account',
  ),
  holdToken: secret(
    'SHIELD_HOLD_RESPOND_TOKEN',
    text(512).optional(),
    'what is sent to hold as x-shield-token',
  ),
  candidateRules: setting(
    'SHIELD_RESPOND_CANDIDATE_RULES',
    text(4_096).optional(),
    'folder of a candidate protection policy: what it would have done is recorded, nothing is done',
  ),
  unit: setting(
    'SHIELD_RESPOND_UNIT',
    text(32)
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower case, digits and hyphens')
      .optional(),
    'who answers for the facts recorded here, as a code; public tables need three of them',
  ),
  buildId: setting(
    'SHIELD_RESPOND_BUILD_ID',
    text(128).optional(),
    'name of this build where the workflow server decides which builds get work; docs/changing-workflows.md',
  ),
  part: setting(
    'SHIELD_RESPOND_PART',
    oneOf(['all', 'worker', 'consumer']).default('all'),
    'runs the workflows, takes signals and answers, or both: parts scale and fail apart',
  ),
});
export type RespondConfig = ServiceConfig<typeof RESPOND_CONFIG>;
