import { join } from 'node:path';
import { buildFacts, writeHopCounts, writePopulation } from '@hrd-shield/clickhouse';
import type { DefenderRef } from '@hrd-shield/contracts';
import { loadBenchmarks, loadSufficientSets } from '@hrd-shield/policy';
import { computeBenchmarks, writeReport } from '@hrd-shield/reporting';
import type { Hop } from './conservation.ts';
import type { DemoSource } from './demo-source.ts';
import type { RefByAccount } from './designate-city.ts';
import type { PlayedSource } from './play-source.ts';
import type { Protection } from './protection.ts';
import { type RunResults, readResults } from './read-results.ts';
import { countRows, openStore } from './read-store.ts';
import { evidenceOn, falseAlarms } from './scenario-evidence.ts';
import { judgeScenario, type ScenarioRow } from './scenario-row.ts';
import type { IngestCounts, Stage } from './stage.ts';
import { conservationOf } from './sum-up.ts';

export interface Collected {
  readonly results: RunResults;
  readonly rows: readonly ScenarioRow[];
  readonly hops: readonly Hop[];
  /** Acting signals on defenders who were not under attack at that time. */
  readonly falseAlarms: number;
  /** The report as a page. */
  readonly page: string;
}

export interface CollectDeps {
  readonly stage: Stage;
  readonly source: DemoSource;
  readonly refs: RefByAccount;
  readonly played: PlayedSource;
  readonly ingest: IngestCounts;
  readonly protection: Protection;
}

/** Reads what the run left on topics, in tables and on the workflow server, and judges it. */
export async function collect(deps: CollectDeps): Promise<Collected> {
  const { ingest, played, protection, refs, source, stage } = deps;
  const { at } = stage;
  const results = await readResults(at);
  const appended = await Promise.all(
    (['accountEvents', 'contentEvents', 'reportEvents'] as const).map(stage.progress.appended),
  );
  const store = openStore(at);
  try {
    const stored = await countRows(store);
    const hops = conservationOf(results, {
      emitted: played.emitted,
      appended: appended.reduce((sum, count) => sum + count, 0),
      dropped: ingest.dropped,
      ingestDeadLetters: ingest.deadLetters,
      workflows: await protection.countWorkflows(refs.values()),
      outcomeRows: stored.outcomes,
      signalRows: stored.signals,
    });
    await writeHopCounts(store, hopCounts(at.name, hops[1], Date.now()));
    await writePopulation(store, populationOf(source, Date.now()));
    await buildFacts(store, loadSufficientSets(), Date.now());
    const report = await computeBenchmarks(
      (sql, params) =>
        store.query({ sql, params, parse: (row) => row as Readonly<Record<string, unknown>> }),
      await loadBenchmarks(),
      { asOf: Date.now(), synthetic: source.campaigns.length > 0 },
    );
    const { page } = await writeReport(report, join(at.runDir, 'report'));
    const begun = new Map<DefenderRef, number>();
    const rows = source.campaigns.map((truth) => {
      const ref = refs.get(truth.account);
      const since = truth.expected === 'nothing' ? 0 : truth.startsAt;
      if (ref !== undefined) begun.set(ref, truth.startsAt);
      return judgeScenario(truth, evidenceOn(ref, since, results));
    });
    return { results, rows, hops, falseAlarms: falseAlarms(results, begun), page };
  } finally {
    await store.close();
  }
}

const HOP = 'platform-to-ingest';

function hopCounts(counter: string, hop: Hop | undefined, at: number) {
  if (hop === undefined) return [];
  const { landed = 0, 'dead-lettered': letters = 0, ...dropped } = hop.out;
  const base = { hop: HOP, counter, reason: '', at };
  return [
    { ...base, fate: 'produced' as const, total: hop.in },
    { ...base, fate: 'landed' as const, total: landed },
    { ...base, fate: 'dead-lettered' as const, total: letters },
    ...Object.entries(dropped).map(([reason, total]) => ({
      ...base,
      fate: 'dropped' as const,
      reason,
      total,
    })),
  ];
}

const DAY_MS = 86_400_000;

/** Designated people of each day; test accounts are not people. */
function populationOf(source: DemoSource, at: number) {
  const defenders = source.entries.filter(({ entry }) => !entry.probe).length;
  const days = [];
  for (let day = source.startAt; day < source.endAt + DAY_MS; day += DAY_MS) {
    days.push({ day: new Date(day).toISOString().slice(0, 10), defenders, at });
  }
  return days;
}
