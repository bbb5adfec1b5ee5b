import {
  type CaseId,
  caseId,
  type SignalBrief,
  type SignalDelivery,
} from '@hrd-shield/contracts/pure';
import { crisisFactors, noteConditions } from './conditions.ts';
import { isAtLeast, isRuledOut, waitsForPerson } from './consent.ts';
import { ensureMeasure, liftUnconsented, specOf } from './measures.ts';
import type { ActingTier, PlaybookStep, TaskSpec } from './policy.ts';
import { type CaseState, casesOf, isInForce, MAX_OPEN_CASES, measuresOf } from './state.ts';
import { openTask } from './tasks.ts';
import { tellDefender } from './tell-defender.ts';
import type { Turn } from './turn.ts';

const STEPS: readonly ActingTier[] = ['watch', 'guard', 'shield'];

/** Growth of a campaign that makes a responder look again. @source response notes, section 3 */
const MATERIAL_GROWTH = 2;

/** Takes each signal once: a campaign has one case, later signals join it. */
export function receiveSignals(turn: Turn, delivery: SignalDelivery): void {
  noteProfile(turn, delivery);
  noteConditions(turn, delivery.conditions);
  if (turn.state().withdrawn) return;
  const inOrder = [...delivery.signals].sort(
    (a, b) => a.eventAt - b.eventAt || (a.id < b.id ? -1 : 1),
  );
  const touched = new Map<CaseId, Set<SignalBrief['threat']>>();
  for (const signal of inOrder) {
    if (turn.state().seen.includes(`${signal.id}#${signal.revision}`)) continue;
    const forCase = placeSignal(turn, signal);
    touched.set(forCase, (touched.get(forCase) ?? new Set()).add(signal.threat));
  }
  for (const [forCase, threats] of touched) {
    for (const threat of threats) followPlaybook(turn, forCase, threat);
  }
  tellDefender(turn);
}

function noteProfile(turn: Turn, delivery: SignalDelivery): void {
  const known = turn.state().profile?.designationVersion ?? 0;
  if (delivery.profile.designationVersion <= known) return;
  turn.record({ kind: 'profile.noted', profile: delivery.profile });
  if (known > 0) liftUnconsented(turn);
}

function placeSignal(turn: Turn, signal: SignalBrief): CaseId {
  const open = casesOf(turn.state());
  const own = open.find((each) => each.campaign === signal.campaign);
  const home = own ?? (open.length >= MAX_OPEN_CASES ? latestOf(open) : undefined);
  if (home === undefined) {
    const opened = caseId(turn.state().defender, signal.campaign);
    turn.record({ kind: 'case.opened', case: opened, signal });
    return opened;
  }
  turn.record({
    kind: 'case.merged',
    case: home.id,
    signal,
    material: isMaterial(home, signal),
  });
  return home.id;
}

function latestOf(open: readonly CaseState[]): CaseState | undefined {
  return [...open].sort((a, b) => b.lastSignalAt - a.lastSignalAt)[0];
}

/** Whether what a responder weighs has changed; each signal alone would never let one decide. */
function isMaterial(known: CaseState, signal: SignalBrief): boolean {
  return (
    !isAtLeast(known.tier, signal.tier) ||
    (signal.inauthentic && !known.inauthentic) ||
    (signal.directHarm && !known.directHarm) ||
    signal.eventCount >= known.eventCount * MATERIAL_GROWTH
  );
}

function followPlaybook(turn: Turn, id: CaseId, threat: SignalBrief['threat']): void {
  const forCase = turn.state().cases[id];
  if (forCase === undefined || isRuledOut(forCase)) return;
  const playbook = turn.policy.playbooks[threat] ?? turn.policy.fallback;
  const steps = STEPS.filter((tier) => isAtLeast(forCase.tier, tier)).map(
    (tier): PlaybookStep | undefined => playbook.steps[tier],
  );
  for (const step of steps) {
    for (const measure of step?.measures ?? []) {
      const obstacle = ensureMeasure(turn, id, measure, true);
      if (waitsForPerson(obstacle) || sparesSomebody(turn, id, measure)) {
        openTask(turn, id, turn.policy.escalation, measure);
      }
    }
  }
  const task = taskOf(steps);
  if (task === undefined) return;
  const { due } = crisisFactors(turn.state(), turn.at);
  openTask(turn, id, due === 1 ? task : { ...task, dueMs: Math.round(task.dueMs * due) });
}

/** Some listed actors were left out of what is on: whether to reach them is for a person. */
function sparesSomebody(turn: Turn, id: CaseId, measure: string): boolean {
  const spared = turn.state().cases[id]?.spared ?? [];
  return measuresOf(turn.state()).some(
    (each) =>
      each.measure === measure &&
      isInForce(each) &&
      each.neededBy.includes(id) &&
      specOf(turn, measure).subject === 'actors' &&
      spared.some((actor) => !each.actors.includes(actor)),
  );
}

/** The task of the highest tier that has one, due as the highest tier says. */
function taskOf(steps: readonly (PlaybookStep | undefined)[]): TaskSpec | undefined {
  const last = steps.findLastIndex((step) => step?.task !== undefined);
  const task = steps[last]?.task;
  if (task === undefined) return undefined;
  const dueMs = steps.slice(last + 1).findLast((step) => step?.dueMs !== undefined)?.dueMs;
  return dueMs === undefined ? task : { ...task, dueMs };
}
