import { outcomeId } from '@hrd-shield/contracts';
import { quantile } from '../../packages/cli/src/demo/conservation.ts';
import type { EmissionLog } from '../../packages/cli/src/demo/emission-log.ts';
import type { RunResults } from '../../packages/cli/src/demo/read-results.ts';

/** How long one hop took, ms; null where nothing was measured. */
export interface Hop {
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly count: number;
}

/** Where the time from the event to the command goes. */
export interface Hops {
  /** From the append of the event to that of the sealed one. */
  readonly ingest: Hop;
  /** From there to the append of the signal. */
  readonly detect: Hop;
  /** From there to the append of the first command of its campaign. */
  readonly respond: Hop;
}

export function hopsOf(
  results: Pick<RunResults, 'signals' | 'outcomes' | 'commands'>,
  emission: Pick<EmissionLog, 'appendedAt'>,
): Hops {
  const sealedAt = new Map(results.outcomes.map(({ data }) => [data.id as string, data.at]));
  const [ingest, detect, respond]: [number[], number[], number[]] = [[], [], []];
  const answered = new Set<string>();
  for (const { appendedAt, data } of results.signals.toSorted(
    (a, b) => a.appendedAt - b.appendedAt,
  )) {
    const begun = emission.appendedAt(data.eventAt);
    const sealed = sealedAt.get(outcomeId('signal.raised', data.id, data.revision));
    if (begun === undefined || sealed === undefined) continue;
    ingest.push(Math.max(0, sealed - begun));
    detect.push(Math.max(0, appendedAt - sealed));
    if (answered.has(data.campaign) || data.tier === 'watch') continue;
    const command = results.commands.find(
      (sent) =>
        sent.data.defender === data.defender &&
        sent.data.act === 'apply' &&
        sent.appendedAt >= appendedAt,
    );
    if (command === undefined) continue;
    answered.add(data.campaign);
    respond.push(command.appendedAt - appendedAt);
  }
  return { ingest: hopOf(ingest), detect: hopOf(detect), respond: hopOf(respond) };
}

export function sayHops(hops: Hops): string {
  return Object.entries(hops)
    .map(([name, { p50Ms, p99Ms }]: [string, Hop]) => `${name} p50 ${p50Ms} p99 ${p99Ms} ms`)
    .join('; ');
}

function hopOf(values: readonly number[]): Hop {
  const at = (p: number): number | null => quantile(values, p) ?? null;
  return { p50Ms: at(0.5), p99Ms: at(0.99), count: values.length };
}
