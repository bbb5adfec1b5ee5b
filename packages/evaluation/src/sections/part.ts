import { TIERS } from '@hrd-shield/contracts';
import { LANGUAGES } from '@hrd-shield/world';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric, SectionChart, SectionTable } from '../section.ts';

/** What one measure adds to a section. */
export interface Part {
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly tables?: readonly SectionTable[];
  readonly charts?: readonly SectionChart[];
  readonly method?: readonly string[];
}

const GUARD = TIERS.indexOf('guard');

/** Whether a run reached guard or above at all. */
export function hasGuard(record: RunRecord): boolean {
  return record.signals.some((signal) => TIERS.indexOf(signal.tier) >= GUARD);
}

/** Campaigns of a run that reached a tier. */
export function campaignsAt(record: RunRecord, tier: 'guard' | 'shield'): number {
  const least = TIERS.indexOf(tier);
  return new Set(
    record.signals
      .filter((signal) => TIERS.indexOf(signal.tier) >= least)
      .map((signal) => signal.campaign),
  ).size;
}

/** Plain attack runs, of one difficulty where it is named. */
export function attacks(
  records: readonly RunRecord[],
  difficulty?: RunRecord['spec']['difficulty'],
): RunRecord[] {
  return records.filter(
    ({ spec }) =>
      spec.group === 'attack' && (difficulty === undefined || spec.difficulty === difficulty),
  );
}

/** Records of one group of the plan. */
export function inGroup(
  records: readonly RunRecord[],
  group: RunRecord['spec']['group'],
): RunRecord[] {
  return records.filter(({ spec }) => spec.group === group);
}

/** Records by a name, in the order of the names. */
export function grouped(
  records: readonly RunRecord[],
  nameOf: (record: RunRecord) => string,
): [string, RunRecord[]][] {
  const groups = new Map<string, RunRecord[]>();
  for (const record of records) {
    const name = nameOf(record);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [record]);
    else group.push(record);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Runs that share their kind and their draw of parameters, together. */
export function drawsOf(records: readonly RunRecord[]): (readonly RunRecord[])[] {
  const drawOf = ({ spec }: RunRecord) =>
    `${spec.kind}/${spec.difficulty}/${Math.floor(spec.seed / LANGUAGES.length)}`;
  return grouped(records, drawOf).map(([, own]) => own);
}

/** Share of records of which something is true, 0 to 1; NaN of none. */
export function share(records: readonly RunRecord[], is: (record: RunRecord) => boolean): number {
  return records.length === 0 ? Number.NaN : records.filter(is).length / records.length;
}

/** Whether the attack of a run was found, as `Detection` tells it. */
export function isDetected(record: RunRecord): boolean {
  return record.detection !== undefined;
}
