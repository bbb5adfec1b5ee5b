import { setTimeout as delay } from 'node:timers/promises';
import {
  buildAnalystTables,
  clickhouseConfigOf,
  createClickhouse,
  writePolicy,
} from '@hrd-shield/clickhouse';
import {
  loadBenchmarks,
  loadDisclosurePolicy,
  loadPolicyFiles,
  loadReleasePlan,
} from '@hrd-shield/policy';
import { computeBenchmarks, type ReadRows, writeReport } from '@hrd-shield/reporting';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import type { ReportConfig } from './config.ts';
import { fallingSlices } from './falling-slices.ts';
import { openDrafts } from './open-drafts.ts';
import { keepPublishing, publicationSettings } from './open-publication.ts';

export { REPORT_CONFIG, type ReportConfig } from './config.ts';

/** After a failed run the next one does not wait for its turn, ms. */
const RETRY_MS = 10_000;

/** Wires `report`: computes on a schedule and serves nothing but its health. */
export async function startReport(context: ServiceContext<ReportConfig>): Promise<RunningService> {
  const { config, logger, meter, signal } = context;
  const benchmarks = await loadBenchmarks();
  const policyFiles = loadPolicyFiles();
  const plan = loadReleasePlan();
  const { settleDays } = plan;
  const publication = publicationSettings(config);
  const { people } = loadDisclosurePolicy().audiences.internal.floor;
  const analystFloor = { people, settleDays };
  const store = createClickhouse(clickhouseConfigOf(config.clickhouseUrl));
  const runs = meter.counter('shield_report_runs_total', 'reports computed, by how it ended');
  let falling: number | undefined;
  meter.gauge(
    'shield_report_precision_falling',
    'detectors, languages, regions and threats whose precision fell',
    () => falling,
  );
  const took = meter.histogram('shield_report_run_ms', 'time of one report');
  const readRows: ReadRows = (sql, params) =>
    store.query({ sql, params, parse: (row) => row as Readonly<Record<string, unknown>> });
  const drafts = openDrafts(store, readRows, config.releasesDir ?? '');
  let isCurrent = false;

  async function prepareDraftOf(now: number): Promise<void> {
    // Where publications are scheduled, their workflow has the drafts made.
    if (config.releasesDir === undefined || config.synthetic || publication !== undefined) return;
    const draft = await drafts.prepareDue(now, settleDays);
    if (draft !== undefined) logger.info('the draft of a quarter waits for approval');
  }

  async function runOnce(): Promise<void> {
    const asOf = Date.now();
    try {
      await writePolicy(store, policyFiles, asOf);
      await drafts.build(asOf);
      await buildAnalystTables(store, analystFloor, asOf);
      const options = { asOf, synthetic: config.synthetic };
      const report = await computeBenchmarks(readRows, benchmarks, options);
      await writeReport(report, config.outDir);
      falling = await fallingSlices(readRows, asOf);
      await prepareDraftOf(asOf);
      isCurrent = true;
      runs.add(1, { status: 'done' });
      took.record(Date.now() - asOf);
      logger.info('the report is written', { durationMs: Date.now() - asOf });
    } catch (fault) {
      // The last report stays; the next turn tries again, and readiness says so meanwhile.
      isCurrent = false;
      runs.add(1, { status: 'failed' });
      logger.error('the report could not be computed', {}, fault);
    }
  }

  async function keepCurrent(): Promise<void> {
    while (!signal.aborted) {
      await runOnce();
      const waitMs = isCurrent ? config.everyMs : Math.min(RETRY_MS, config.everyMs);
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  const working = Promise.all([
    keepCurrent(),
    publication === undefined
      ? undefined
      : keepPublishing(context, publication, { ...drafts, plan }),
  ]);
  return {
    failed: working.then(() => new Promise<never>(() => undefined)),
    checks: { store: () => store.ping(), report: () => isCurrent },
    stop: async () => {
      await working.catch(() => undefined);
      await store.close();
    },
  };
}
