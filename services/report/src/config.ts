import {
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
  synthetic: setting(
    'SHIELD_REPORT_SYNTHETIC',
    flag().default(false),
    'the store holds a synthetic city: samples under the minimum are shown',
  ),
});
export type ReportConfig = ServiceConfig<typeof REPORT_CONFIG>;
