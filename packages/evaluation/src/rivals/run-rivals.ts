import { loadDetectionPolicy, loadStagePolicy } from '@hrd-shield/policy';
import type { EvalSection, SectionContext } from '../section.ts';
import { coPostRule } from './co-post-rule.ts';
import { arenaOf, candidatesOf, ourCandidate } from './contest.ts';
import { openKeptAlarms } from './kept-alarms.ts';
import { EVENTS_MAX, type PlayedRun, planRivalRuns, playRivalRun } from './play-rival-runs.ts';
import { rateRule } from './rate-rule.ts';
import { rivalsSection } from './rivals-section.ts';
import { toolkitRival } from './toolkit/toolkit-rival.ts';

const TOLD_EVERY = 50;

/**
 * Ours and three rivals on the same streams. The toolkit's own program runs for hours at most and
 * keeps every network that it has computed, so that a run that was broken off goes on.
 */
export async function runRivals(context: SectionContext): Promise<EvalSection> {
  const begunAt = context.now();
  const played = await playAll(context);
  const runs = played.map(({ run }) => run);
  const arena = arenaOf(runs);
  const ours = ourCandidate(arena, new Map(played.map(({ ours, run }) => [run.id, ours] as const)));
  const rivals = [await toolkitRival(runs, context), rateRule(runs), coPostRule(runs)];
  context.say('rivals: judging every setting at every threshold');
  const contestants = rivals.map((rival) => ({ rival, candidates: candidatesOf(arena, rival) }));
  const events = played.reduce((sum, one) => sum + one.events, 0);
  return rivalsSection({ context, begunAt, arena, ours, contestants, runs, events });
}

/** Plays runs until the plan or the bound of events is reached. */
async function playAll(context: SectionContext): Promise<readonly PlayedRun[]> {
  const policies = { policy: loadDetectionPolicy(), stages: loadStagePolicy() };
  const plan = planRivalRuns(context);
  const kept = openKeptAlarms(context);
  const played: PlayedRun[] = [];
  const endsAt = context.endsAt ?? Number.POSITIVE_INFINITY;
  let events = 0;
  for (const spec of plan) {
    if (events >= EVENTS_MAX || context.now() >= endsAt) break;
    const one = await playRivalRun(spec, policies, kept);
    events += one.events;
    played.push(one);
    if (played.length % TOLD_EVERY === 0) {
      context.say(`rivals: ${played.length} of ${plan.length} runs, ${events} events`);
    }
  }
  return played;
}
