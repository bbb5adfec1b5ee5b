import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import {
  buildAnalystTables,
  buildFacts,
  type Clickhouse,
  clickhouseConfigOf,
  outcomeRow,
} from '@hrd-shield/clickhouse';
import type { Outcome } from '@hrd-shield/contracts';
import {
  loadBenchmarks,
  loadDisclosurePolicy,
  loadImplementationPlan,
  loadReleasePlan,
  loadSufficientSets,
} from '@hrd-shield/policy';
import {
  type Approvers,
  approve,
  attackTables,
  checkRelease,
  checksumsOf,
  disclosureFacts,
  falsePoints,
  keepApproval,
  makeRelease,
  prepareDraft,
  publicKeyOf,
  publishDraft,
  type publishedOf,
  quarterOf,
  type ReadRows,
  type Release,
  type ReleaseFolders,
  RUNS_FOLDER,
  readCodeVersion,
  readFacts,
  readFiles,
  readLedger,
  readPublic,
  readRun,
  releasesBefore,
  signedWith,
  tellsAgainst,
  verifyRun,
} from '@hrd-shield/reporting';
import { dropColumnStore, openColumnStore } from '../harness/column-store.ts';
import { attackAnalyst } from './attack-analyst.ts';
import { seedYear, type YearOptions } from './seed-year.ts';

const DAY_MS = 86_400_000;
/** Pseudonyms of the seeded year, and their shape in production. */
const PSEUDONYM = /\b[dkcmstru]_[A-Za-z0-9_-]{2,}/g;

/** What the proof came to. */
export interface ReportProof {
  readonly ok: boolean;
  readonly outcomes: number;
  readonly releases: number;
  readonly corrections: number;
  /** Figures that were published or kept in a run, all computed again. */
  readonly figures: number;
  /** Share of them that came out the same, 0 to 1. */
  readonly identical: number;
  /** Points of trends, each compared with the release that it names. */
  readonly trendPoints: number;
  readonly cells: number;
  readonly withheld: number;
  /** Groups of too few people that the attack program found, in public files or as an analyst. */
  readonly reidentified: number;
  readonly attackTargets: number;
  /** Names of persons or cases found in public files. */
  readonly leaks: number;
  readonly problems: readonly string[];
  readonly elapsedMs: number;
}

interface Stage {
  readonly store: Clickhouse;
  readonly readRows: ReadRows;
  readonly folders: ReleaseFolders;
  readonly say: (line: string) => void;
}

/** Publishes a seeded year quarter by quarter, then checks it all from the files. */
export async function verifyReport(options: {
  readonly clickhouseUrl: string;
  readonly database: string;
  readonly folder: string;
  readonly year: YearOptions;
  /** Quarters of 2026 to publish; the last one is corrected. */
  readonly quarters: readonly string[];
  readonly say: (line: string) => void;
}): Promise<ReportProof> {
  const began = performance.now();
  const config = clickhouseConfigOf(options.clickhouseUrl, options.database);
  const store = await openColumnStore(config);
  const folders = { open: join(options.folder, 'open'), closed: join(options.folder, 'closed') };
  const readRows: ReadRows = (sql, params) =>
    store.query({ sql, params, parse: (row) => row as Readonly<Record<string, unknown>> });
  const stage: Stage = { store, readRows, folders, say: options.say };
  try {
    const outcomes = await seedYear(store, options.year);
    options.say(`${outcomes} outcomes of a year are in the store`);
    await buildFacts(store, loadSufficientSets(), Date.now());
    const people = peopleOfThePublisher();
    for (const quarter of options.quarters) await publishQuarter(stage, quarter, people);
    await correctQuarter(stage, options.quarters.at(-1) ?? '', people);
    const checked = await checkReleases(stage, publicKeyOf(people.publisher));
    const { settleDays } = loadReleasePlan();
    const floor = loadDisclosurePolicy().audiences.internal.floor.people;
    await buildAnalystTables(store, { people: floor, settleDays }, quarterOf('2027-Q1').toMs);
    const analyst = await attackAnalyst(store, floor);
    options.say(`${analyst.targets} groups were tried from the account of an analyst`);
    const elapsedMs = Math.round(performance.now() - began);
    const ok =
      checked.problems.length === 0 &&
      checked.identical === 1 &&
      checked.reidentified + analyst.found === 0 &&
      checked.leaks === 0;
    const reidentified = checked.reidentified + analyst.found;
    const attackTargets = checked.attackTargets + analyst.targets;
    return { ok, outcomes, ...checked, reidentified, attackTargets, elapsedMs };
  } finally {
    await dropColumnStore(store);
  }
}

interface Publisher {
  readonly publisher: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly approvers: Approvers;
}

function peopleOfThePublisher(): Publisher {
  const keyOf = (): string =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const keys = { analyst: keyOf(), editor: keyOf(), counsel: keyOf() };
  const approvers = Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [name, publicKeyOf(key)]),
  );
  return { publisher: keyOf(), keys, approvers };
}

async function publishQuarter(
  stage: Stage,
  name: string,
  people: Publisher,
  corrects?: Release['corrects'],
): Promise<void> {
  const { folders, readRows } = stage;
  const plan = loadReleasePlan();
  const about = { quarter: name, preparedBy: 'analyst' };
  const { draft, release } = await prepareDraft(readRows, folders, {
    ...about,
    ...(corrects === undefined ? {} : { corrects }),
  });
  const asOf = Date.parse(release.asOf);
  const sums = checksumsOf(await readFiles(join(draft, 'files')));
  for (const by of ['editor', 'counsel'] as const) {
    const at = new Date(asOf).toISOString();
    await keepApproval(draft, approve(sums, { by, at, key: people.keys[by] ?? '' }));
  }
  const { approvers, publisher } = people;
  const { approvers: needed } = plan;
  const signed = signedWith(publisher);
  await publishDraft(folders, draft, { approvers, needed, signed, now: asOf });
  stage.say(`${name} is published as ${release.release}: ${release.figures.length} figures`);
}

/** One case that was recorded late: a correction may be made, and must not tell of it. */
async function correctQuarter(stage: Stage, name: string, people: Publisher): Promise<void> {
  const at = quarterOf(name).fromMs + DAY_MS;
  const about = { defender: 'd_late', case: 'k_late', campaign: 'c_late', threat: 'pile-on' };
  const whose = { language: 'es', region: 'western-africa', unit: 'north', tier: 'guard' };
  const late = { ...about, ...whose, id: 'u_late', kind: 'case.opened', at } as unknown as Outcome;
  const row = outcomeRow(late, at);
  await stage.store.insert({ table: 'outcomes', rows: [row], ids: [row.id] });
  await buildFacts(stage.store, loadSufficientSets(), Date.now());
  const before = (await readLedger(stage.folders.open)).find(({ quarter }) => quarter === name);
  const corrects = { release: before?.release ?? '', reason: 'a case was recorded late' };
  await publishQuarter(stage, name, people, corrects);
}

type Checked = Omit<ReportProof, 'ok' | 'outcomes' | 'elapsedMs'>;

/** Reads everything that was published, as a stranger and as somebody inside. */
async function checkReleases(stage: Stage, publisher: string): Promise<Checked> {
  const { folders } = stage;
  const plan = loadReleasePlan();
  const rules = loadDisclosurePolicy().audiences.public;
  const benchmarks = await loadBenchmarks();
  const milestones = loadImplementationPlan();
  const codeVersion = await readCodeVersion();
  const problems: string[] = [];
  const sums = {
    figures: 0,
    same: 0,
    cells: 0,
    withheld: 0,
    found: 0,
    targets: 0,
    leaks: 0,
    points: 0,
  };
  const known = new Map<string, Release>();
  const ledger = await readLedger(folders.open);
  for (const [at, line] of ledger.entries()) {
    const files = await readFiles(join(folders.open, line.quarter, line.release));
    problems.push(...checkRelease(files, publisher));
    const { release, tables } = readPublic(files);
    const facts = await readFacts(folders, line.release);
    const { inputs, run } = await readRun(join(folders.closed, RUNS_FOLDER), release.run);
    const before = await publishedBefore(stage, ledger.slice(0, at), line.quarter);
    const { corrects } = release;
    const stood = new Map(ledger.slice(0, at).map((each) => [each.quarter, each.release]));
    const earlier = releasesBefore(
      [...stood.values()].flatMap((name) => known.get(name) ?? []),
      line.quarter,
      plan.trendQuarters - 1,
    );
    problems.push(...falsePoints(release, known));
    sums.points += (release.trends ?? []).reduce((sum, { points }) => sum + points.length, 0);
    known.set(release.release, release);
    const origin = { plan, rules, benchmarks, milestones, run, before, earlier };
    const again = makeRelease(facts, {
      ...origin,
      ...(corrects === undefined ? {} : { corrects }),
    });
    sums.figures += release.figures.length;
    sums.same += release.figures.filter(
      (figure, place) => JSON.stringify(figure) === JSON.stringify(again.figures[place]),
    ).length;
    if (again.release !== release.release) problems.push(`${release.release} comes out otherwise`);
    const proof = verifyRun(run, inputs, codeVersion);
    problems.push(...proof.problems);
    sums.figures += proof.figures;
    sums.same += Math.round(proof.identical * proof.figures);
    for (const { id } of plan.populations) {
      const those = tables.filter(({ plan: { counts } }) => counts === id);
      const name = `${line.quarter} ${id}`;
      const attack = attackTables({ name, tables: those, facts }, rules);
      sums.found += attack.found.length;
      sums.targets += attack.targets;
      problems.push(...attack.found, ...attack.unsettled);
    }
    for (const table of tables) {
      const counted = disclosureFacts(facts, table.plan.counts);
      if (!before.some((each) => tellsAgainst(table, counted, each, rules))) continue;
      sums.found += 1;
      problems.push(`${line.quarter} ${table.plan.id}: differs from what it corrects by too few`);
    }
    const cells = tables.flatMap((table) => table.cells);
    sums.cells += cells.length;
    sums.withheld += cells.filter(({ value }) => value === 'withheld').length;
    sums.leaks += leaksIn(files);
    stage.say(`${release.release} is checked`);
  }
  return {
    releases: ledger.length,
    corrections: ledger.filter(({ corrects }) => corrects !== undefined).length,
    figures: sums.figures,
    identical: sums.figures === 0 ? 0 : sums.same / sums.figures,
    trendPoints: sums.points,
    cells: sums.cells,
    withheld: sums.withheld,
    reidentified: sums.found,
    attackTargets: sums.targets,
    leaks: sums.leaks,
    problems,
  };
}

/** As `publishedOf` would have answered when a release was made. */
async function publishedBefore(
  { folders }: Stage,
  ledger: Awaited<ReturnType<typeof readLedger>>,
  quarter: string,
): ReturnType<typeof publishedOf> {
  const lines = ledger.filter((line) => line.quarter === quarter);
  return Promise.all(
    lines.map(async ({ release }) => {
      const files = await readFiles(join(folders.open, quarter, release));
      return { tables: readPublic(files).release.tables, facts: await readFacts(folders, release) };
    }),
  );
}

function leaksIn(files: Readonly<Record<string, Uint8Array>>): number {
  return Object.entries(files).reduce((sum, [name, bytes]) => {
    if (name === 'publisher.pem') return sum;
    return sum + (new TextDecoder('latin1').decode(bytes).match(PSEUDONYM) ?? []).length;
  }, 0);
}
