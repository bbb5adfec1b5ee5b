import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Act } from '../acts.ts';
import { COMPONENT_SIZES } from '../co-post-rule.ts';
import { componentSizes, type Edge } from '../components.ts';
import type { Levels, Rival, RivalSetting } from '../rival.ts';
import type { RivalRun } from '../rival-run.ts';
import { installToolkit, TOOLKIT } from './install-toolkit.ts';
import {
  type NetworkSetting,
  nameOf,
  openToolkitDatabase,
  type ToolkitMessage,
  toolkitCsv,
} from './toolkit-database.ts';

const HOUR_S = 3_600;
const WINDOWS_S = [60, HOUR_S, 24 * HOUR_S] as const;
const SIMILARITIES = [0.6, 0.8] as const;
const WEIGHTS = [1, 2, 3, 5] as const;
/** Runs in one database; what is done of a run that was broken off is kept by block. */
const BLOCK_RUNS = 200;
/** Between two runs in one database, longer than the longest window. */
const GAP_S = 48 * HOUR_S;

export interface ToolkitContext {
  readonly cacheFolder: string;
  readonly workers: number;
  readonly say: (line: string) => void;
}

/** Every network of the toolkit that knows content, over a grid of its own settings. */
export const TOOLKIT_GRID: readonly NetworkSetting[] = WINDOWS_S.flatMap((windowSeconds) => [
  { network: 'co_tweet' as const, windowSeconds },
  { network: 'co_reply' as const, windowSeconds },
  { network: 'co_link' as const, windowSeconds },
  { network: 'co_retweet' as const, windowSeconds },
  ...SIMILARITIES.map((similarity) => ({
    network: 'co_similar_tweet' as const,
    windowSeconds,
    similarity,
  })),
]);

/**
 * The toolkit as its authors ship it, on the acts of the runs. Runs lie one after another in time
 * and their accounts bear the run's number, so that nobody is tied across defenders by chance.
 */
export async function toolkitRival(
  runs: readonly RivalRun[],
  context: ToolkitContext,
): Promise<Rival> {
  const { cacheFolder, say, workers } = context;
  const toolkit = await installToolkit(cacheFolder, say);
  const levels = new Map<string, Map<string, Levels>>();
  for (let from = 0; from < runs.length; from += BLOCK_RUNS) {
    const block = runs.slice(from, from + BLOCK_RUNS);
    const csv = toolkitCsv(messagesOf(block));
    const key = createHash('sha256').update(csv).digest('hex').slice(0, 16);
    const folder = join(cacheFolder, 'toolkit', key);
    await mkdir(folder, { recursive: true });
    const database = await openToolkitDatabase(toolkit, { folder, csv: () => csv, workers });
    for (const setting of TOOLKIT_GRID) {
      say(`toolkit: ${nameOf(setting)} on runs ${from + 1} to ${from + block.length}`);
      const edges = edgesByRun(await database.edges(setting), block);
      for (const weight of WEIGHTS) {
        const name = settingName(setting, weight);
        const known = levels.get(name) ?? new Map<string, Levels>();
        for (const [id, found] of edges) {
          const sizes = componentSizes(found, weight);
          if (sizes.size > 0) known.set(id, sizes);
        }
        levels.set(name, known);
      }
    }
  }
  const settings = [...levels].map(
    ([name, byRun]): RivalSetting => ({
      name,
      levels: byRun,
      thresholds: COMPONENT_SIZES,
      levelOf: 'accounts in the component',
    }),
  );
  return { id: 'toolkit', title: `${TOOLKIT.package} ${TOOLKIT.version}`, settings };
}

function settingName(setting: NetworkSetting, weight: number): string {
  const { network, similarity, windowSeconds } = setting;
  const alike = similarity === undefined ? '' : `, similarity ${similarity}`;
  return `${network}, ${windowSeconds} s${alike}, weight ${weight}`;
}

/** Acts as messages, the runs one after another. */
export function messagesOf(block: readonly RivalRun[]): ToolkitMessage[] {
  const messages: ToolkitMessage[] = [];
  let offset = 0;
  block.forEach((run, number) => {
    const begin = run.acts[0]?.at ?? 0;
    let end = offset;
    for (const act of run.acts) {
      if (act.kind !== 'speech' && act.kind !== 'repost') continue;
      const at = offset + Math.floor((act.at - begin) / 1_000);
      messages.push(messageOf(act, number, at));
      end = at;
    }
    offset = end + GAP_S;
  });
  return messages;
}

function messageOf(act: Act, number: number, at: number): ToolkitMessage {
  const parent = act.parent === undefined ? undefined : `${number}/${act.parent}`;
  const id = `${number}/${act.id}`;
  return {
    id,
    user: `${number}/${act.actor}`,
    ...(act.kind === 'repost' ? { repostOf: parent ?? id } : {}),
    ...(act.kind === 'speech' && parent !== undefined ? { replyTo: parent } : {}),
    text: hasWords(act.text) ? (act.text ?? id) : id,
    at,
    // Without a link the program would tie all messages to one another by the empty link.
    links: act.links.length === 0 ? [`none:${id}`] : act.links,
  };
}

/** The program fails on a text of nothing but mentions, so such a text gets a word of its own. */
function hasWords(text: string | undefined): boolean {
  return text !== undefined && /[\p{L}\p{N}]/u.test(text.replace(/@\S*/g, ''));
}

function edgesByRun(
  edges: readonly Edge[],
  block: readonly RivalRun[],
): ReadonlyMap<string, readonly Edge[]> {
  const byRun = new Map<string, Edge[]>();
  for (const { a, b, weight } of edges) {
    const [number = '', first = ''] = splitOnce(a);
    const id = block[Number(number)]?.id;
    const second = splitOnce(b)[1] ?? '';
    if (id === undefined) continue;
    const known = byRun.get(id) ?? [];
    known.push({ a: first, b: second, weight });
    byRun.set(id, known);
  }
  return byRun;
}

function splitOnce(account: string): readonly [string, string] {
  const at = account.indexOf('/');
  return [account.slice(0, at), account.slice(at + 1)];
}
