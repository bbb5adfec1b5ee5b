import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { metricsAsked, metricsInCode } from './metrics-in-code.ts';
import { operationsPanels } from './operations-panels.ts';

const INFRA = join(import.meta.dirname, '../../infra');
const PANELS = operationsPanels();

/** What somebody on call must be able to see. */
const NEEDED = [
  'shield_ingest_lag_records',
  'shield_detect_lag_records',
  'shield_respond_lag_records',
  'shield_record_lag_records',
  'shield_process_busy_ratio',
  'shield_ingest_designations_age_ms',
  'shield_record_since_insert_ms',
  'shield_ingest_dead_letters_total',
  'shield_detect_dead_letters_total',
  'shield_respond_dead_letters_total',
  'shield_record_dead_letters_total',
  'shield_ingest_uncovered_partitions',
  'shield_ingest_broker_clock_behind_ms',
  'shield_process_ready',
];

describe('the dashboard for operations', () => {
  it.each(PANELS)('$title asks for metrics that the code makes', ({ targets }) => {
    const known = metricsInCode();
    for (const { expr } of targets) {
      const asked = metricsAsked(expr);
      expect(asked.length, expr).toBeGreaterThan(0);
      for (const name of asked) expect(known.has(name), name).toBe(true);
    }
  });

  it('shows all that somebody on call must see', () => {
    const shown = new Set(
      PANELS.flatMap(({ targets }) => targets).flatMap(({ expr }) => metricsAsked(expr)),
    );
    for (const name of NEEDED) expect(shown.has(name), name).toBe(true);
  });

  it('names runbooks that exist', () => {
    const named = PANELS.flatMap(({ description }) => [
      ...description.matchAll(/docs\/runbooks\/[\w-]+\.md/g),
    ]).map(([path]) => path);
    expect(named.length).toBeGreaterThan(5);
    for (const path of named) expect(existsSync(join(INFRA, '..', path)), path).toBe(true);
  });

  it('reads a source that is provisioned', () => {
    const { datasources } = parse(
      readFileSync(join(INFRA, 'grafana/provisioning/datasources.yaml'), 'utf8'),
    ) as { readonly datasources: readonly { readonly uid: string; readonly type: string }[] };
    expect(datasources.map(({ type, uid }) => `${type} ${uid}`)).toContain(
      'prometheus shield-metrics',
    );
  });
});
