import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { loadImprovementPolicy } from '@hrd-shield/policy';
import {
  checksumsOf,
  DSA_DICTIONARY,
  dsaStatementOf,
  harmonisedFiles,
  mappingCsv,
  readComplaints,
  readReviews,
  readSeats,
  readStatements,
  reviewQuality,
} from '@hrd-shield/reporting';
import type { Command } from 'commander';
import { withFacts } from '../improve/show-figures.ts';
import { type Window, windowOf, withWindow } from '../improve/window.ts';
import type { Shell } from '../shell/shell.ts';

interface DsaOptions extends Window {
  readonly service: string;
  readonly out: string;
  readonly provider?: string;
  readonly published?: string;
  readonly previous?: string;
}

const DAY_MS = 86_400_000;
/** Statements of one call of the database's interface. @source its API documentation */
const BATCH = 100;

/** `dsa`: statements of reasons and harmonised counts in the forms that the Digital Services Act asks for. */
export function registerDsa(program: Command, shell: Shell): void {
  const dsa = program
    .command('dsa')
    .description(
      'statements of reasons and counts in the published forms of the Digital Services Act',
    );
  withWindow(dsa.command('export'))
    .description('write statements, harmonised counts, the mapping, a dictionary and checksums')
    .requiredOption('--service <name>', 'service that the report is of, as it is published')
    .option('--provider <name>', 'name of the provider, as it is published')
    .option('--published <day>', 'day on which the report is published, YYYY-MM-DD')
    .option('--previous <day>', 'day on which the report before it was published, YYYY-MM-DD')
    .option('--out <folder>', 'where to', 'dsa')
    .action((options: DsaOptions) => exportAll(options, shell));
}

async function exportAll(options: DsaOptions, shell: Shell): Promise<void> {
  const window = windowOf(options, Date.now());
  const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const { complaints, precision, seats, statements } = await withFacts(shell, async (facts) => {
    await facts.build();
    const reviews = await readReviews(facts.readRows, { ...window, scripted: false });
    return {
      statements: await readStatements(facts.readRows, window),
      complaints: await readComplaints(facts.readRows, window),
      precision: reviewQuality(reviews).precision,
      seats: await readSeats(facts.readRows, window),
    };
  });
  const { minimumCell } = loadImprovementPolicy().precision;
  const exports = statements.map(dsaStatementOf);
  const subject = {
    service: options.service,
    from: dayOf(window.fromMs),
    to: dayOf(window.toMs - DAY_MS),
    identity: {
      provider: options.provider,
      publishedOn: checkedDay('--published', options.published),
      previousOn: checkedDay('--previous', options.previous),
    },
  };
  const batches = Array.from({ length: Math.ceil(exports.length / BATCH) }, (_, at) => ({
    statements: exports.slice(at * BATCH, (at + 1) * BATCH).map(({ statement }) => statement),
  }));
  const texts: Record<string, string> = {
    ...Object.fromEntries(
      batches.map((batch, at) => [
        `statements-${String(at + 1).padStart(4, '0')}.json`,
        `${JSON.stringify(batch, null, 2)}\n`,
      ]),
    ),
    ...harmonisedFiles({ exports, complaints, precision, minimumCell, seats }, subject),
    'mapping.csv': mappingCsv(),
    'dictionary.json': `${JSON.stringify(DSA_DICTIONARY, null, 2)}\n`,
  };
  const files = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, new TextEncoder().encode(text)]),
  );
  const folder = resolve(options.out);
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    await writeFile(join(folder, 'SHA256SUMS'), checksumsOf(files));
  } catch (cause) {
    throw new ShieldError('config.invalid', { cause, detail: `${folder} cannot be written` });
  }
  const withoutEquivalent = exports.filter((each) => each.withoutEquivalent.length > 0).length;
  const told = { folder, statements: exports.length, withoutEquivalent, complaints };
  shell.answer({ ...told, files: Object.keys(files) }, [
    `${exports.length} statements, ${withoutEquivalent} of them with something that has no equivalent`,
    `${complaints.submitted} complaints`,
    `folder  ${folder}`,
  ]);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function checkedDay(flag: string, day: string | undefined): string | undefined {
  if (day === undefined || (DAY.test(day) && !Number.isNaN(Date.parse(day)))) return day;
  throw new ShieldError('config.invalid', { detail: `${flag} is a day, YYYY-MM-DD` });
}
