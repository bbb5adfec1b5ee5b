import { setTimeout as delay } from 'node:timers/promises';
import { untilDrained } from '../../harness/drained.ts';
import { FLOW } from '../../harness/town-under-attack.ts';
import type { FaultEntry, SuiteRun } from '../suite.ts';
import type { FlowCrew } from './flow-crew.ts';
import type { FlowStrike } from './flow-strike.ts';
import { lookAtCommits } from './look-at-books.ts';
import { noteMemory } from './memory-held.ts';

/** The fault strikes within this time after its stretch began, ms. */
const STRIKE_MS_MAX = 1_000;
const LINES_SHOWN = 12;
const LINE_CHARS_MAX = 400;

/** A stretch of the load with one fault in it. */
export async function playStrike(
  strike: FlowStrike,
  stretch: number,
  { crew, run }: { readonly crew: FlowCrew; readonly run: SuiteRun },
): Promise<FaultEntry> {
  const entry = { fault: strike.name, step: `stretch ${stretch}`, seed: run.seed };
  const playing = crew.load.play(stretch, crew.pipeline);
  const revealing = crew.desk.reveal();
  // Asked for below, also where something fails before.
  revealing.catch(() => undefined);
  let healedAt = performance.now();
  try {
    if (strike.isLast) {
      await untilThrough(playing, crew);
      await lookAtCommits(crew);
    }
    await delay(run.random.between(0, STRIKE_MS_MAX));
    await strike.strike(crew, run);
    await delay(run.long ? strike.downMs.long : strike.downMs.short);
    await strike.heal(crew, run);
    healedAt = performance.now();
    await untilThrough(playing, crew);
    await revealing;
    await strike.check?.(crew);
    await noteMemory(crew);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    run.say(`  ${strike.name}: NOT through (seed ${run.seed}), ${detail}`);
    run.say(lastLines(crew));
    return { ...entry, ok: false, recoveryMs: null, detail };
  }
  const recoveryMs = Math.round(performance.now() - healedAt);
  run.say(`  ${strike.name}: through ${(recoveryMs / 1_000).toFixed(1)} s after healing`);
  return { ...entry, ok: true, recoveryMs };
}

async function untilThrough(playing: Promise<void>, { pipeline }: FlowCrew): Promise<void> {
  await playing;
  await untilDrained(pipeline.at, FLOW);
}

/** What each service said last. */
function lastLines({ pipeline }: FlowCrew): string {
  return FLOW.filter((name) => pipeline.runs(name))
    .flatMap((name) => {
      const lines = pipeline.service(name).output().trimEnd().split('\n').slice(-LINES_SHOWN);
      return lines.map((line) => `    ${name}: ${line.slice(0, LINE_CHARS_MAX)}`);
    })
    .join('\n');
}
