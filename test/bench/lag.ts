import { setTimeout as delay } from 'node:timers/promises';
import { GROUPS, type GroupName, type GroupProgress } from '../../packages/cli/src/demo/groups.ts';

/** How far behind everything was at one moment. */
export interface LagLook {
  readonly atMs: number;
  /** Age of the oldest that was not taken, all hops together, with what was sent too late; ms. */
  readonly lagMs: number;
}

/** How many records there were at a moment. */
interface HeadLook {
  readonly atMs: number;
  readonly head: number;
}

const LOOK_MS = 500;
const SECOND_MS = 1_000;
const HOPS = ['ingest', 'detect', 'respond', 'platform'] as const satisfies readonly GroupName[];

/**
 * Looks at heads and commits of every hop until it is over.
 * @param perSecond the rate that was meant; what is sent later than that is behind, too
 */
export async function watchLag(
  progress: Pick<GroupProgress, 'appended' | 'taken'>,
  perSecond: number,
  { isOver, onLook }: { readonly isOver: () => boolean; readonly onLook: (look: LagLook) => void },
): Promise<void> {
  const begun = performance.now();
  const heads = new Map<GroupName, HeadLook[]>(HOPS.map((hop) => [hop, []]));
  while (!isOver()) {
    const atMs = performance.now() - begun;
    // A broker without time to answer is no reason to stop; without any look nothing is served.
    const looked = await Promise.all(HOPS.map((hop) => lookAt(progress, hop))).catch(() => []);
    await delay(LOOK_MS);
    if (looked.length === 0) continue;
    const sent = looked[0]?.head ?? 0;
    let lagMs = Math.max(0, atMs - (sent / perSecond) * SECOND_MS);
    for (const { head, hop, taken } of looked) {
      const known = heads.get(hop) ?? [];
      known.push({ atMs, head });
      lagMs += ageOfOldest(known, taken, atMs);
    }
    onLook({ atMs, lagMs });
  }
}

async function lookAt(progress: Pick<GroupProgress, 'appended' | 'taken'>, hop: GroupName) {
  // What was taken is asked first, or a record between the two questions would look late.
  const taken = await progress.taken(hop);
  const appended = await Promise.all(GROUPS[hop].topics.map((topic) => progress.appended(topic)));
  return { hop, taken, head: appended.reduce((sum, one) => sum + one, 0) };
}

/** @returns how long ago the first record that is not taken was seen, ms; 0 when all are */
export function ageOfOldest(heads: readonly HeadLook[], taken: number, atMs: number): number {
  const first = heads.find(({ head }) => head > taken);
  return first === undefined ? 0 : atMs - first.atMs;
}

/**
 * How much the lag grows in a second, over the second half of the looks: the first half warms up.
 * @returns slope of the line with the least squares; 0.1: what comes is 1.1 times what is taken
 */
export function growthOf(looks: readonly LagLook[]): number {
  const late = looks.slice(looks.length >> 1);
  const mean = (of: (look: LagLook) => number): number =>
    late.reduce((sum, look) => sum + of(look), 0) / late.length;
  const [at, lag] = [mean(({ atMs }) => atMs), mean(({ lagMs }) => lagMs)];
  const together = mean(({ atMs, lagMs }) => (atMs - at) * (lagMs - lag));
  return together / mean(({ atMs }) => (atMs - at) ** 2);
}
