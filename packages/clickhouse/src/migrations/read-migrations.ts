import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invariant } from '@hrd-shield/contracts';

/** One numbered file. */
export interface Migration {
  readonly number: number;
  /** File name without ending. */
  readonly name: string;
  /** Hex SHA-256 of the file. */
  readonly checksum: string;
  readonly statements: readonly string[];
}

/** Where this installation keeps its migrations. */
export const MIGRATIONS_FOLDER = fileURLToPath(
  new URL('../../../../infra/clickhouse/migrations/', import.meta.url),
);

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** Reads the migrations in order; numbers start at 1 and leave no gap. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file, at) => {
      const number = Number(FILE_NAME.exec(file)?.[1]);
      invariant(number === at + 1, `migration ${file} is not number ${at + 1}`);
      const text = await readFile(join(folder, file), 'utf8');
      const checksum = createHash('sha256').update(text).digest('hex');
      const name = file.slice(0, -'.sql'.length);
      return { number, name, checksum, statements: splitStatements(text) };
    }),
  );
}

/** Statements end with a semicolon at the end of a line. */
export function splitStatements(text: string): readonly string[] {
  return text
    .replace(/^--.*$/gm, '')
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
