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

export interface StoreOptions {
  readonly root: string;
  /** Code and policy. */
  readonly name: string;
  readonly file: string;
  /** Whether evidence vectors are held in memory. */
  readonly keepTrails: boolean;
}

/**
 * Run records of one code and one policy, a line each. A run that stopped goes on where it was;
 * a half-written last line is read as not there.
 */
export class RunStore {
  readonly #path: string;
  readonly #known = new Map<string, RunRecord>();

  private constructor(path: string) {
    this.#path = path;
  }

  /** Opens or makes the store of a name and removes the oldest others. */
  static async open(options: StoreOptions): Promise<RunStore> {
    const { file, keepTrails, name, root } = options;
    mkdirSync(join(root, name), { recursive: true });
    removeOld(root, name);
    const store = new RunStore(join(root, name, `${file}.jsonl`));
    await store.#read(keepTrails);
    return store;
  }

  /** Where the records lie, as they were played. */
  get path(): string {
    return this.#path;
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
    const isGoingOn = existsSync(this.#path);
    const out = createWriteStream(this.#path, { flags: 'a' });
    // A line that a stopped run left open ends here.
    if (isGoingOn) out.write('\n');
    for await (const record of records) {
      if (!out.write(`${JSON.stringify(record)}\n`)) await once(out, 'drain');
      this.#known.set(record.key, keepTrails ? record : withoutTrail(record));
      onRecord(record);
    }
    out.end();
    await once(out, 'finish');
  }

  async #read(keepTrails: boolean): Promise<void> {
    if (!existsSync(this.#path)) return;
    for await (const record of eachRecord(this.#path)) {
      this.#known.set(record.key, keepTrails ? record : withoutTrail(record));
    }
  }
}

/** The records of a file as they lie there. */
export async function* eachRecord(path: string): AsyncGenerator<RunRecord> {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const record = parseLine(line);
    if (record !== undefined) yield record;
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
