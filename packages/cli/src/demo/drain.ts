import { setTimeout as delay } from 'node:timers/promises';
import type { GroupProgress } from './groups.ts';

/** What a run waits for after the last event. */
export interface DrainDeps {
  readonly progress: GroupProgress;
  /** Tasks that a responder still has to decide. */
  readonly openTasks: () => Promise<number>;
  /** Measures that were asked for and of which nothing is known yet. */
  readonly unsettledMeasures: () => Promise<number>;
  readonly onStep: (what: string) => void;
}

const STEP_MS = 120_000;
const QUIET_MS = 3_000;
const SETTLE_MAX_MS = 120_000;
const LOOK_MS = 500;

/**
 * Waits, hop by hop, until everything has arrived; then until cases are quiet: no command, ack or
 * outcome for a while and no task open. Cases whose measures run for hours stay open, as they should.
 */
export async function drain(deps: DrainDeps): Promise<void> {
  const { progress } = deps;
  for (const hop of ['ingest', 'detect', 'respond'] as const) {
    deps.onStep(`${hop} takes the rest`);
    await progress.untilTaken(hop, STEP_MS);
  }
  deps.onStep('cases settle');
  await untilQuiet(deps);
  for (const hop of ['platform', 'acks', 'record'] as const) {
    await progress.untilTaken(hop, STEP_MS);
  }
}

async function untilQuiet(deps: DrainDeps): Promise<void> {
  const { progress } = deps;
  const deadline = performance.now() + SETTLE_MAX_MS;
  let seen = '';
  let quietSince = performance.now();
  while (performance.now() < deadline) {
    const counts = await Promise.all([
      progress.appended('riskSignals'),
      progress.appended('protectionCommands'),
      progress.appended('protectionAcks'),
      progress.appended('outcomes'),
      deps.openTasks(),
    ]);
    const now = counts.join('/');
    if (now !== seen) quietSince = performance.now();
    seen = now;
    const isQuiet = performance.now() - quietSince >= QUIET_MS;
    if (isQuiet && counts[4] === 0 && (await deps.unsettledMeasures()) === 0) return;
    await delay(LOOK_MS);
  }
}
