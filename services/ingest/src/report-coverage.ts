import { type DefenderRef, type Outcome, outcomeId, ShieldError } from '@hrd-shield/contracts';
import { type OutRecord, outcomeRecord, type RecordSink } from '@hrd-shield/pipeline';
import type { CoverageChange, ProbeWatch } from './steps/probe-watch.ts';

export interface CoverageDeps {
  readonly probes: ProbeWatch;
  readonly sink: RecordSink;
  readonly now: () => number;
  /** A test account, under which a gap is recorded; without one nothing can be proved. */
  readonly probe: () => DefenderRef | undefined;
  readonly onFault: (fault: ShieldError) => void;
}

/** Makes an outcome of each silence of a partition and of its end, so that the report shows it. */
export function createCoverageReporter(
  deps: CoverageDeps,
  to: { readonly topic: string; readonly everyMs: number },
): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;

  async function report(): Promise<void> {
    const probe = deps.probe();
    if (probe === undefined) return;
    const now = deps.now();
    const changes = deps.probes.changes(now);
    await deps.sink.send(changes.map((change) => writeCoverage(change, { ...to, probe, now })));
  }

  return {
    start() {
      timer = setInterval(() => {
        report().catch((error: unknown) => {
          if (error instanceof ShieldError) deps.onFault(error);
        });
      }, to.everyMs);
    },
    stop: () => clearInterval(timer),
  };
}

/** The fact that a partition fell silent, or speaks again. */
function writeCoverage(
  change: CoverageChange,
  to: { readonly topic: string; readonly probe: DefenderRef; readonly now: number },
): OutRecord {
  const kind = change.covered ? 'coverage.restored' : 'coverage.missed';
  const where = `${change.partition.topic}#${change.partition.partition}`;
  const outcome: Outcome = {
    id: outcomeId(kind, where, change.since),
    kind,
    defender: to.probe,
    at: to.now,
    reason: where,
  };
  return outcomeRecord(outcome, to.topic, 'hrd-shield/ingest');
}
