import { runCommand } from './command.ts';

const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'] as const;
type Severity = (typeof SEVERITIES)[number];
const TIMEOUT_MS = 120_000;

/** What the registry knows against the locked packages. */
export type AuditFinding =
  | { readonly kind: 'judged'; readonly ok: boolean; readonly counts: Record<Severity, number> }
  /** The registry keeps no advisories or is away: nothing is known, for or against. */
  | { readonly kind: 'unanswered'; readonly why: string };

/** Reads what `npm audit --json` printed; high and critical ones do not pass. */
export function judgeAudit(printed: string): AuditFinding {
  const from = printed.indexOf('{');
  let report: {
    metadata?: { vulnerabilities?: Partial<Record<Severity, number>> };
    message?: string;
  };
  try {
    report = JSON.parse(printed.slice(from, printed.lastIndexOf('}') + 1));
  } catch {
    return { kind: 'unanswered', why: printed.slice(0, 200) };
  }
  const found = report.metadata?.vulnerabilities;
  if (found === undefined) return { kind: 'unanswered', why: report.message ?? 'no report' };
  const counts = Object.fromEntries(SEVERITIES.map((name) => [name, found[name] ?? 0]));
  const known = counts as Record<Severity, number>;
  return { kind: 'judged', ok: known.high + known.critical === 0, counts: known };
}

/** Asks the registry about every locked package. */
export async function auditPackages(root: string): Promise<AuditFinding> {
  const { output } = await runCommand('npm', ['audit', '--json'], {
    cwd: root,
    timeoutMs: TIMEOUT_MS,
  });
  return judgeAudit(output);
}
