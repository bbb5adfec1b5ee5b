import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { ShieldError } from '@hrd-shield/contracts';
import type { Command } from 'commander';
import { convertElectionPosts } from '../convert/election-posts.ts';
import { consentableMeasures } from '../demo/consentable-measures.ts';
import type { Shell } from '../shell/shell.ts';

const ELECTION_FILE = 'election-posts-de.csv.gz';
const DEFENDERS = 200;
const YEAR_MS = 365 * 86_400_000;

interface ElectionOptions {
  readonly data: string;
  readonly out: string;
  readonly designations: string;
  readonly defenders: string;
}

/** `convert`: public data sets as files of events, for `demo --input`, `replay` and `detect`. */
export function registerConvert(program: Command, shell: Shell): void {
  program
    .command('convert')
    .description('turn a public data set into a file of events')
    .command('election-posts')
    .description('posts of a national election; owners of the most-shared domains are affected')
    .requiredOption('--data <dir>', `folder that holds ${ELECTION_FILE}`)
    .requiredOption('--out <file>', 'events, one structured CloudEvent a line')
    .requiredOption('--designations <file>', 'designations of the owners, one a line')
    .option('--defenders <count>', 'owners that count as designated', String(DEFENDERS))
    .action((options: ElectionOptions) => electionPosts(options, shell));
}

async function electionPosts(options: ElectionOptions, shell: Shell): Promise<void> {
  const converted = await convertElectionPosts(linesOfGzip(join(options.data, ELECTION_FILE)), {
    defenders: Number(options.defenders),
    allowedMeasures: consentableMeasures(),
    expiresAt: new Date(Date.now() + YEAR_MS).toISOString(),
  });
  await writeLines(options.out, converted.events);
  await writeLines(options.designations, converted.designations);
  const { affectedEvents, designations, events, posts } = converted;
  shell.answer(
    { posts, events: events.length, affectedEvents, designations: designations.length },
    [
      `${posts} posts, ${events.length} events in ${options.out}`,
      `${affectedEvents} of them affect ${designations.length} designated owners in ${options.designations}`,
    ],
  );
}

async function* linesOfGzip(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const text = file.pipe(createGunzip());
  file.on('error', (cause) => text.destroy(cause));
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Infinity })) yield line;
  } catch (cause) {
    throw new ShieldError('input.bad-file', { cause, detail: `${path} cannot be read` });
  } finally {
    file.destroy();
  }
}

/** Kept to the owner: what people wrote is theirs, even when it was public. */
async function writeLines(path: string, lines: readonly string[]): Promise<void> {
  try {
    await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new ShieldError('input.bad-file', { cause, detail: `${path} cannot be written` });
  }
}
