import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Edge } from '../components.ts';
import type { Toolkit } from './install-toolkit.ts';
import { runProgram } from './run-program.ts';

/**
 * Networks that the toolkit computes, by its own names.
 *
 * @source coordination-network-toolkit 1.5.2, its commands
 */
export const NETWORKS = [
  'co_tweet',
  'co_reply',
  'co_link',
  'co_retweet',
  'co_similar_tweet',
] as const;
export type Network = (typeof NETWORKS)[number];

/** What to compute; weights are chosen afterwards. */
export interface NetworkSetting {
  readonly network: Network;
  readonly windowSeconds: number;
  /** Jaccard index of tokens, for `co_similar_tweet` alone. */
  readonly similarity?: number;
}

/** One message as the toolkit's CSV has it. */
export interface ToolkitMessage {
  readonly id: string;
  readonly user: string;
  readonly repostOf?: string;
  readonly replyTo?: string;
  readonly text: string;
  /** Seconds. */
  readonly at: number;
  readonly links: readonly string[];
}

const HEADER = 'message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n';
/** Both directions are in the table, and they may differ: an edge is there when either is. */
const READ = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
query = f"select min(user_1, user_2), max(user_1, user_2), max(weight) from {sys.argv[2]} where user_1 != user_2 group by 1, 2"
for a, b, weight in db.execute(query):
    print(a, b, weight, sep="\\t")
`;
const COMPUTE_MS = 3_600_000;

/** A database of the toolkit over one set of messages, in a folder of its own. */
export interface ToolkitDatabase {
  /**
   * The edges of weight 1 and more. `--min_edge_weight w` keeps those of weight w and more, so one
   * computation serves every weight. What was computed before is read again.
   */
  edges(setting: NetworkSetting): Promise<readonly Edge[]>;
}

/** The messages as the toolkit's input file. */
export function toolkitCsv(messages: readonly ToolkitMessage[]): string {
  return HEADER + messages.map(csvLine).join('');
}

/**
 * Loads messages with the toolkit's own `preprocess`; a folder that holds them already is used.
 * @throws ShieldError when the toolkit ends badly
 */
export async function openToolkitDatabase(
  toolkit: Toolkit,
  at: { readonly folder: string; readonly csv: () => string; readonly workers: number },
): Promise<ToolkitDatabase> {
  const database = join(at.folder, 'toolkit.db');
  const loaded = join(at.folder, 'loaded');
  const load = async (): Promise<void> => {
    if (existsSync(loaded)) return;
    await rm(database, { force: true });
    const input = join(at.folder, 'messages.csv');
    await writeFile(input, at.csv());
    await runProgram(toolkit.command, [database, 'preprocess', input], { timeoutMs: COMPUTE_MS });
    await rm(input);
    await writeFile(loaded, '');
  };
  return {
    edges: async (setting) => {
      const kept = join(at.folder, `${nameOf(setting)}.tsv`);
      if (!existsSync(kept)) {
        await load();
        await runProgram(toolkit.command, computeArgs(database, setting, at.workers), {
          timeoutMs: COMPUTE_MS,
        });
        const args = ['-c', READ, database, `${setting.network}_network`];
        const rows = await runProgram(toolkit.python, args, { timeoutMs: COMPUTE_MS });
        await writeFile(`${kept}.partial`, rows);
        await rename(`${kept}.partial`, kept);
      }
      return readEdges(await readFile(kept, 'utf8'));
    },
  };
}

/** Arguments of one computation, as a person would type them. */
export function computeArgs(
  database: string,
  { network, similarity, windowSeconds }: NetworkSetting,
  workers: number,
): readonly string[] {
  const args = [database, 'compute', network];
  args.push('--time_window', String(windowSeconds), '--min_edge_weight', '1');
  if (similarity !== undefined) args.push('--similarity_threshold', String(similarity));
  return [...args, '--n_cpus', String(workers)];
}

/** Name of a setting in files and tables, such as `co_tweet-60`. */
export function nameOf({ network, similarity, windowSeconds }: NetworkSetting): string {
  const alike = similarity === undefined ? '' : `-${similarity}`;
  return `${network}-${windowSeconds}${alike}`;
}

function readEdges(rows: string): readonly Edge[] {
  return rows.split('\n').flatMap((row) => {
    const [a = '', b = '', weight] = row.split('\t');
    return weight === undefined ? [] : [{ a, b, weight: Number(weight) }];
  });
}

function csvLine(message: ToolkitMessage): string {
  const { at, id, links, replyTo = '', repostOf = '', text, user } = message;
  const cells = [id, user, user, repostOf, replyTo, text, String(at), links.join(' ')];
  return `${cells.map(quoted).join(',')}\n`;
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
