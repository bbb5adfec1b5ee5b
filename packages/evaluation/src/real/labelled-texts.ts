import { join } from 'node:path';
import { readArchive } from './read-archive.ts';
import { parseTable, type Row, readGzip, readTable } from './read-table.ts';

/** One text that people have judged. */
export interface LabelledText {
  readonly text: string;
  /** Abuse as the set defines it. */
  readonly isAbuse: boolean;
  /** A threat or incitement, where the set has such a class. */
  readonly isThreat?: boolean;
}

/** A set of judged texts in one language. */
export interface LabelledSet {
  /** Names metrics. */
  readonly id: string;
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  /** What `isAbuse` means here. */
  readonly label: string;
  readonly texts: readonly LabelledText[];
}

const THREAT_CATEGORY = /^1\. threats/;

/** Every labelled set of the data folder. @throws ShieldError `input.bad-file` */
export async function readLabelledSets(dataFolder: string): Promise<readonly LabelledSet[]> {
  const edos = await readTable(join(dataFolder, 'sexism-edos.csv.gz'));
  const threads = await readTable(join(dataFolder, 'misogyny-threads.csv.gz'));
  const uli = readArchive(await readGzip(join(dataFolder, 'gendered-abuse-uli.tar.gz')));
  return [
    {
      id: 'edos',
      title: 'EDOS (Gab, Reddit)',
      language: 'en',
      label: 'sexist',
      texts: edos.map((row) => ({
        text: row.text ?? '',
        isAbuse: row.label_sexist === 'sexist',
        isThreat: THREAT_CATEGORY.test(row.label_category ?? ''),
      })),
    },
    {
      id: 'threads',
      title: 'misogyny threads (Reddit)',
      language: 'en',
      label: 'misogynistic',
      texts: threads.map((row) => ({
        text: row.body ?? '',
        isAbuse: row.level_1 === 'Misogynistic',
        isThreat: (row.level_3 ?? '').startsWith('Threatening'),
      })),
    },
    ...ULI_LANGUAGES.map(([code, language]) => uliSet(uli, code, language)),
  ];
}

const ULI_LANGUAGES = [
  ['en', 'Indian English'],
  ['hi', 'Hindi'],
  ['ta', 'Tamil'],
] as const;

/** Question one asks for gendered abuse; several people answered, and most of them decide. */
function uliSet(files: ReadonlyMap<string, Buffer>, code: string, language: string): LabelledSet {
  const texts: LabelledText[] = [];
  for (const part of [`training/train_${code}_l1.csv`, `testing/test_${code}_l1.csv`]) {
    for (const row of parseTable(files.get(part)?.toString('utf8') ?? '')) {
      const isAbuse = majorityOf(row, code);
      if (isAbuse !== undefined) texts.push({ text: row.text ?? '', isAbuse });
    }
  }
  return {
    id: `uli-${code}`,
    title: `Uli, ${language}`,
    language: code,
    label: 'gendered abuse, by most annotators',
    texts,
  };
}

/** Undefined where nobody answered or answers are even. */
function majorityOf(row: Row, code: string): boolean | undefined {
  let yes = 0;
  let no = 0;
  for (const [name, answer] of Object.entries(row)) {
    if (!name.startsWith(`${code}_a`) || answer === '') continue;
    if (Number(answer) >= 1) yes += 1;
    else no += 1;
  }
  return yes === no ? undefined : yes > no;
}
