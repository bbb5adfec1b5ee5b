import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunRecord } from '../run/run-record.ts';

/** Stores of other code or policy that are kept, newest first. */
const STORES_MAX = 6;
const FILE = 'runs.jsonl';

/**
 * Run records of one code and one policy, a line each. A run that stopped goes on where it was;
 * a half-written last line is read as not there.
 */
export class RunStore {
  readonly #folder: string;
  readonly #known = new Map<string, RunRecord>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Opens or makes the store of a name and removes the oldest others.
   * @param keepTrails whether evidence vectors are held in memory
   */
  static async open(root: string, name: string, keepTrails: boolean): Promise<RunStore> {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    removeOld(root, name);
    const store = new RunStore(folder);
    await store.#read(keepTrails);
    return store;
  }

  get(key: string): RunRecord | undefined {
    return this.#known.get(key);
  }

  /** Takes records in as they come. */
  async append(
    records: AsyncIterable<RunRecord>,
    keepTrails: boolean,
    onRecord: (record: RunRecord) => void,
  ): Promise<void> {
    const out = createWriteStream(join(this.#folder, FILE), { flags: 'a' });
    // A line that a stopped run left open ends here.
    if (existsSync(join(this.#folder, FILE))) out.write('\n');
    for await (const record of records) {
      if (!out.write(`${JSON.stringify(record)}\n`)) await once(out, 'drain');
      this.#known.set(record.key, keepTrails ? record : withoutTrail(record));
      onRecord(record);
    }
    out.end();
    await once(out, 'finish');
  }

  async #read(keepTrails: boolean): Promise<void> {
    const path = join(this.#folder, FILE);
    if (!existsSync(path)) return;
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const record = parseLine(line);
      if (record === undefined) continue;
      this.#known.set(record.key, keepTrails ? record : withoutTrail(record));
    }
  }
}

function parseLine(line: string): RunRecord | undefined {
  if (!line.endsWith('}')) return undefined;
  try {
    return JSON.parse(line) as RunRecord;
  } catch {
    return undefined;
  }
}

function withoutTrail({ trail: _, ...record }: RunRecord): RunRecord {
  return record;
}

function removeOld(root: string, keep: string): void {
  const others = readdirSync(root)
    .filter((name) => name !== keep)
    .map((name) => ({ name, at: statSync(join(root, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { name } of others.slice(STORES_MAX - 1)) {
    rmSync(join(root, name), { recursive: true, force: true });
  }
}
