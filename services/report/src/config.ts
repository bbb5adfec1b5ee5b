import {
  address,
  defineConfig,
  flag,
  integer,
  SETTINGS,
  type ServiceConfig,
  setting,
  text,
} from '@hrd-shield/runtime';

/** Settings of `report`. */
export const REPORT_CONFIG = defineConfig('report', {
  clickhouseUrl: SETTINGS.clickhouseUrl,
  outDir: setting(
    'SHIELD_REPORT_OUT_DIR',
    text(1_024).default('report'),
    'folder for report.html and report.json; each run replaces them as a whole',
  ),
  everyMs: setting(
    'SHIELD_REPORT_EVERY_MS',
    integer(1_000, 86_400_000).default(3_600_000),
    'how often the report is computed, ms',
  ),
  releasesDir: setting(
    'SHIELD_REPORT_RELEASES_DIR',
    text(1_024).optional(),
    'folder with open and closed: the draft of each quarter that has settled is put into closed',
  ),
  temporalAddress: setting(
    'TEMPORAL_ADDRESS',
    address().optional(),
    'workflow server, host:port; needed where publications are scheduled',
  ),
  temporalNamespace: SETTINGS.temporalNamespace,
  topicPrefix: SETTINGS.topicPrefix,
  keysDir: setting(
    'SHIELD_KEYS_DIR',
    text(4_096).optional(),
    'folder of the keyring, of which only the key publication is read; needed where publications are scheduled',
  ),
  approversFile: setting(
    'SHIELD_REPORT_APPROVERS_FILE',
    text(4_096).optional(),
    'JSON: public key of each approver by name; with it the workflow of publications runs here',
  ),
  publisherFile: setting(
    'SHIELD_REPORT_PUBLISHER_FILE',
    text(4_096).optional(),
    'public key of the publisher, PEM; needed where publications are scheduled',
  ),
  notifyFile: setting(
    'SHIELD_REPORT_NOTIFY_FILE',
    text(4_096).optional(),
    'JSON file that says how the rungs publication and publication-lead are reached, as that of respond',
  ),
  synthetic: setting(
    'SHIELD_REPORT_SYNTHETIC',
    flag().default(false),
    'the store holds a synthetic city: samples under the minimum are shown',
  ),
});
export type ReportConfig = ServiceConfig<typeof REPORT_CONFIG>;
