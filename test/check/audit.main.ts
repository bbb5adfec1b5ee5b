#!/usr/bin/env -S npx tsx
import { resolve } from 'node:path';
import { auditPackages } from './audit.ts';
import { readLicences } from './licences.ts';

const HELP = `npm run audit -- [--json]

Judges every locked package: its licence, from the lock file alone, and what the registry has
against it. Where the registry does not answer, that is said, and nothing is claimed.
Exit codes: 0 nothing found; 1 a licence that is not on the list, or an advisory that is high or
critical; 3 licences are well, but the registry did not answer about advisories.
`;
const UNANSWERED = 3;

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const root = resolve(import.meta.dirname, '../..');
  const licences = readLicences(root);
  const advisories = await auditPackages(root);
  const found = licences.findings.length;
  process.stdout.write(`${licences.looked} packages, ${found} with a licence that is not listed\n`);
  for (const { licence, path, says } of licences.findings) {
    process.stdout.write(`  ${path}: ${licence}, ${says}\n`);
  }
  const said =
    advisories.kind === 'judged'
      ? `advisories: ${JSON.stringify(advisories.counts)}`
      : `advisories: NOT KNOWN, the registry did not answer (${advisories.why})`;
  process.stdout.write(`${said}\n`);
  const isWell = found === 0 && (advisories.kind === 'unanswered' || advisories.ok);
  if (argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ ok: isWell, licences, advisories })}\n`);
  }
  if (!isWell) return 1;
  return advisories.kind === 'unanswered' ? UNANSWERED : 0;
}

process.exitCode = await main(process.argv.slice(2));
