import type { Detector, Evidence, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { isNewcomer } from '../state/actor-table.ts';
import { fromStance, type RecentEvent } from '../state/recent-events.ts';
import type { DefenderState } from '../state/state.ts';
import { burstEvidence } from '../statistics/burst.ts';
import { along } from '../statistics/curve.ts';
import { actorsOf } from '../statistics/member-statistics.ts';
import { jaccard, type Sketch } from '../text/sketch.ts';

const EVIDENCE_MAX = 16;

/**
 * Copypasta: many accounts new to the defender write nearly the same text within a day, whatever
 * its disguise. Quotes of the defender, share buttons and short greetings are not compared.
 *
 * @source detection notes, D3
 */
export const copypasta: Detector = {
  id: 'D3',
  threat: 'copypasta',
  inputs: ['text', 'at', 'actor.relation', 'shareTemplate'],
  memoryBytes: 0,
  cost: 'O(512) to group; near-duplicates are joined on arrival, at most 32 candidates',
  find: findCopypasta,
};

interface Component {
  readonly events: readonly RecentEvent[];
  readonly actors: ReadonlySet<number>;
  /** All who wrote it, the defender's own public among them. */
  readonly around: ReadonlySet<number>;
}

function findCopypasta(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D3;
  if (state.actors.fresh < rules.obfuscatedActorsMin) return undefined;
  const components = alarmingComponents(state, policy);
  const largest = components[0];
  if (largest === undefined) return undefined;
  const events = components.flatMap((component) => [...component.events]);
  const actors = actorsOf(events);
  return {
    detector: 'D3',
    threat: 'copypasta',
    directHarm: false,
    nonSpeech: false,
    actors,
    around: new Set(components.flatMap((component) => [...component.around])),
    events,
    fingerprints: components.flatMap((component) => firstSketch(component)),
    marked: actors,
    evidence: evidenceOf(state, largest, actors.size, policy),
    disguised: isDisguised(largest, policy),
    copies: actors.size / newcomersSince(state, firstAt({ events })),
    benign: [],
    missing: [],
  };
}

/** Groups of near-duplicates by newcomers that alarm, most actors first. */
function alarmingComponents(state: DefenderState, policy: DetectionPolicy): Component[] {
  const groups = new Map<number, RecentEvent[]>();
  for (const event of state.recent.events) {
    if (event.sketch === undefined) continue;
    const group = groups.get(event.component);
    if (group === undefined) groups.set(event.component, [event]);
    else group.push(event);
  }
  const components: Component[] = [];
  for (const group of groups.values()) {
    if (group.length < policy.detectors.D3.obfuscatedActorsMin) continue;
    const component = byNewcomers(state, group);
    if (isAlarming(state, component, policy)) components.push(component);
  }
  return components.sort(
    (a, b) =>
      b.actors.size - a.actors.size || (a.events[0]?.serial ?? 0) - (b.events[0]?.serial ?? 0),
  );
}

function byNewcomers(state: DefenderState, group: readonly RecentEvent[]): Component {
  const events: RecentEvent[] = [];
  const actors = new Set<number>();
  for (const event of group) {
    const record = state.actors.byKey.get(event.actor);
    if (record === undefined || !isNewcomer(record)) continue;
    events.push(event);
    actors.add(event.actor);
  }
  return { events, actors, around: actorsOf(group) };
}

function isAlarming(state: DefenderState, group: Component, policy: DetectionPolicy): boolean {
  const rules = policy.detectors.D3;
  const count = group.actors.size;
  if (count < rules.obfuscatedActorsMin) return false;
  if (obfuscationOf(group) >= rules.obfuscationMin) return true;
  if (count < rules.actorsMin) return false;
  if (count >= rules.shareMin * newcomersSince(state, firstAt(group))) return true;
  return count >= rules.actorsAlone && tightnessOf(group.events) >= rules.tightMin;
}

function firstAt(group: Pick<Component, 'events'>): number {
  return group.events.reduce((first, event) => Math.min(first, event.at), Number.MAX_VALUE);
}

/** New actors of the day whose last act is not before `fromMs`. */
function newcomersSince(state: DefenderState, fromMs: number): number {
  let count = 0;
  for (const record of state.actors.byKey.values()) {
    if (record.lastAt >= fromMs && isNewcomer(record)) count += 1;
  }
  return count;
}

function evidenceOf(
  state: DefenderState,
  largest: Component,
  actors: number,
  policy: DetectionPolicy,
): Evidence[] {
  const rules = policy.detectors.D3;
  const obfuscation = obfuscationOf(largest);
  return [
    {
      family: 'content',
      template: 'copypasta.near-duplicates',
      value: actors,
      weight: along(rules.actors, actors),
      events: largest.events.slice(0, EVIDENCE_MAX).map((event) => event.ref),
    },
    {
      family: 'content',
      template: 'copypasta.disguised',
      value: obfuscation,
      weight: along(rules.obfuscation, obfuscation),
    },
    ...burstEvidence(state, rules.burst, policy),
  ];
}

/** Letters are replaced, or one sentence is filled in anew by each who sends it. */
function isDisguised(group: Component, policy: DetectionPolicy): boolean {
  const rules = policy.detectors.D3;
  if (obfuscationOf(group) >= rules.obfuscationMin) return true;
  return group.actors.size >= rules.actorsMin && tightnessOf(group.events) < rules.variedMax;
}

function tightnessOf(events: readonly RecentEvent[]): number {
  const first = events[0]?.sketch;
  if (first === undefined) return 0;
  const sum = events.reduce(
    (all, e) => all + (e.sketch === undefined ? 0 : jaccard(first, e.sketch)),
    0,
  );
  return sum / events.length;
}

function obfuscationOf(component: Component): number {
  const sum = component.events.reduce((all, e) => all + (fromStance(e.obfuscation) ?? 0), 0);
  return sum / component.events.length;
}

function firstSketch(component: Component): Sketch[] {
  const sketch = component.events[0]?.sketch;
  return sketch === undefined ? [] : [sketch];
}
