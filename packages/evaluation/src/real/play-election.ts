import { join } from 'node:path';
import {
  convertElectionPosts,
  createScreening,
  detectEvents,
  fileDesignations,
} from '@hrd-shield/cli/offline';
import { TIERS } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import { createRandom } from '@hrd-shield/world';
import type { Act } from '../rivals/acts.ts';
import { coPosts } from '../rivals/co-post-rule.ts';
import { componentSizes } from '../rivals/components.ts';
import { crowdLevels } from '../rivals/rate-rule.ts';
import { readGzip } from './read-table.ts';

/** Owners of the most-shared domains who count as designated. */
export const OWNERS = 200;
const MONTH_MS = 30 * 86_400_000;
const EXPIRES_AT = '2100-01-01T00:00:00Z';

/** The election's posts, at those who count as designated. */
export interface ElectionTraffic {
  readonly posts: number;
  readonly designations: string;
  /** Events at designated accounts, as lines of an events file. */
  readonly lines: readonly string[];
  readonly months: number;
  /** Acts by the account that they go to. */
  readonly acts: ReadonlyMap<string, readonly Act[]>;
}

/** @throws ShieldError `input.bad-file` */
export async function readElection(dataFolder: string): Promise<ElectionTraffic> {
  const text = (await readGzip(join(dataFolder, 'election-posts-de.csv.gz'))).toString('utf8');
  const converted = await convertElectionPosts(linesOf(text.split('\n')), {
    defenders: OWNERS,
    allowedMeasures: [],
    expiresAt: EXPIRES_AT,
  });
  const designations = converted.designations.join('\n');
  const known = fileDesignations(designations);
  const lines: string[] = [];
  const acts = new Map<string, Act[]>();
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const line of converted.events) {
    const event = JSON.parse(line) as ElectionEvent;
    if (known.index.find(Buffer.from(event.data.affected)) === undefined) continue;
    const act = actOf(event);
    first = Math.min(first, act.at);
    last = Math.max(last, act.at);
    lines.push(line);
    const at = acts.get(event.data.affected);
    if (at === undefined) acts.set(event.data.affected, [act]);
    else at.push(act);
  }
  const months = (known.count * (last - first)) / MONTH_MS;
  return { posts: converted.posts, designations, lines, months, acts };
}

interface ElectionEvent {
  readonly id: string;
  readonly time: string;
  readonly data: {
    readonly affected: string;
    readonly actor: { readonly account: string };
    readonly links?: readonly string[];
  };
}

function actOf({ data, id, time }: ElectionEvent): Act {
  const { actor, links = [] } = data;
  // The set has no words: to share the same link is the same deed.
  const parent = links.join(' ');
  const at = Date.parse(time);
  return { id, at, actor: actor.account, kind: 'repost', parent, links, judgedHostile: false };
}

export interface ElectionAlarms {
  readonly hostileRatio: number;
  /** Campaigns that reached each tier or more. */
  readonly watch: number;
  readonly guard: number;
  readonly shield: number;
  /** Owners with an alarm of guard or more. */
  readonly owners: number;
}

const VERDICT = { provider: 'stand-in', label: 'hostile', score: 0.9, version: '1' };

/**
 * Runs the traffic through screening and detection.
 * @param hostileRatio share of events that get a made-up hostile verdict, 0 for the data as they are
 */
export async function electionAlarms(
  traffic: ElectionTraffic,
  policy: DetectionPolicy,
  hostileRatio: number,
): Promise<ElectionAlarms> {
  const screening = createScreening(fileDesignations(traffic.designations), policy.time.latenessMs);
  const random = createRandom(`election/${hostileRatio}`);
  const lines = traffic.lines.map((line) => {
    if (hostileRatio === 0 || !random.chance(hostileRatio)) return line;
    const event = JSON.parse(line) as { data: object };
    return JSON.stringify({ ...event, data: { ...event.data, verdicts: [VERDICT] } });
  });
  const detector = await detectEvents(linesOf(lines), screening, policy, {
    onSignal: async () => undefined,
  });
  const reached = (tier: (typeof TIERS)[number]) =>
    detector
      .campaigns()
      .filter(({ highestTier }) => TIERS.indexOf(highestTier) >= TIERS.indexOf(tier));
  return {
    hostileRatio,
    watch: reached('watch').length,
    guard: reached('guard').length,
    shield: reached('shield').length,
    owners: new Set(reached('guard').map(({ defender }) => defender)).size,
  };
}

/** Owners whom two simple rules would call attacked. */
export interface SimpleRules {
  readonly rule: string;
  readonly owners: number;
}

/** What fixed rules make of the same traffic. */
export function simpleRules(traffic: ElectionTraffic): readonly SimpleRules[] {
  const owners = [...traffic.acts.values()];
  const rates = RATES.map(({ accounts, minutes }) => ({
    rule: `${accounts} accounts within ${minutes} minutes`,
    owners: owners.filter(
      (acts) => Math.max(0, ...crowdLevels(acts, minutes * 60_000).values()) >= accounts,
    ).length,
  }));
  const pairs = owners.map((acts) => coPosts(acts));
  const groups = CO_POSTS.map(({ accounts, times }) => ({
    rule: `${accounts} accounts that share the same link within a minute, ${times} times`,
    owners: pairs.filter(
      (edges) => Math.max(0, ...componentSizes(edges, times).values()) >= accounts,
    ).length,
  }));
  return [...rates, ...groups];
}

const RATES = [
  { accounts: 8, minutes: 5 },
  { accounts: 20, minutes: 60 },
  { accounts: 50, minutes: 1_440 },
] as const;
const CO_POSTS = [
  { accounts: 2, times: 5 },
  { accounts: 5, times: 1 },
  { accounts: 5, times: 2 },
] as const;

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
