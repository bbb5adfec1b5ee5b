import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import { until } from '../../harness/until.ts';
import type { FlowCrew, Spoilt } from './flow-crew.ts';
import { mention } from './mention.ts';

interface Place {
  readonly file: string;
  readonly at: number;
}

const EVENTS = 40;
const MARK = 'bytes-that-rot';

/**
 * Kills `ingest`, appends events, turns one bit of each on the disk of the broker and starts `ingest`
 * over them: a fetch that waits at the broker would still carry them as they were. Their batches fail
 * their checksum until they are mended.
 */
export async function spoilLog(crew: FlowCrew): Promise<Spoilt> {
  let back = Promise.resolve();
  const places = await new Promise<readonly Place[]>((resolve, reject) => {
    back = crew.pipeline.crash('ingest', { between: async () => resolve(await rot(crew)) });
    back.catch(reject);
  });
  return {
    mend: async () => {
      await until('somebody meets the spoilt bytes', () =>
        crew.pipeline.output().includes('kafka.corrupt-batch'),
      );
      await turnBits(places);
      await back;
    },
  };
}

async function rot({ load, pipeline, stack }: FlowCrew): Promise<readonly Place[]> {
  const at = load.reachedAt();
  const events = Array.from({ length: EVENTS }, (_, n) => {
    const key = load.defenders[n % load.defenders.length] ?? '';
    return mention({ id: `rot-${at}-${n}`, at, key, text: MARK });
  });
  await load.add(events, pipeline);
  const places = await findMarks(
    join(stack.folder, 'kafka', 'data'),
    `${pipeline.at.topicPrefix}${FIREHOSE_TOPICS.content}-`,
  );
  await turnBits(places);
  return places;
}

async function findMarks(folder: string, topic: string): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(topic)) continue;
    for (const segment of await readdir(join(folder, name))) {
      if (!segment.endsWith('.log')) continue;
      const file = join(folder, name, segment);
      const bytes = await readFile(file);
      for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 1)) {
        places.push({ file, at });
      }
    }
  }
  return places;
}

/** Turned twice, a bit is what it was. */
async function turnBits(places: readonly Place[]): Promise<void> {
  for (const { at, file } of places) {
    const handle = await open(file, 'r+');
    try {
      const one = Buffer.alloc(1);
      await handle.read(one, 0, 1, at);
      one[0] = (one[0] ?? 0) ^ 1;
      await handle.write(one, 0, 1, at);
    } finally {
      await handle.close();
    }
  }
}
