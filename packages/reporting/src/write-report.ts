import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { reportJson } from './render-json.ts';
import { renderPage } from './render-page.ts';
import type { Report } from './result.ts';

/** Where a report lies. */
export interface ReportFiles {
  /** The page for people. */
  readonly page: string;
  /** The same for machines. */
  readonly json: string;
}

/**
 * Writes a report into a folder. A reader sees the whole of the old file or the whole of the new.
 * @throws ShieldError `config.invalid` when the folder cannot be written
 */
export async function writeReport(report: Report, folder: string): Promise<ReportFiles> {
  const files = { page: join(folder, 'report.html'), json: join(folder, 'report.json') };
  const page = await renderPage(report);
  const json = `${JSON.stringify(reportJson(report), null, 2)}\n`;
  try {
    await mkdir(folder, { recursive: true });
    await replace(files.page, page);
    await replace(files.json, json);
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: `${folder} cannot be written`, cause });
  }
  return files;
}

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.draft`;
  await writeFile(draft, text);
  await rename(draft, path);
}
