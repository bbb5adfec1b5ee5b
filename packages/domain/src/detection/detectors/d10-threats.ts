import type { Arrival, Detector, Finding, Noted } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { sightingsOf } from '../state/sighting-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { countedEvents } from '../statistics/member-statistics.ts';

const EVIDENCE_MAX = 16;

/**
 * Threats and incitement: harm announced to the defender. One that names a weapon, place, time or
 * family acts alone; a plain one only with others. Talk about threats, quotes of the defender and
 * support are none, and the defender's own posts are never read for it.
 *
 * @source detection notes, section 3, D10
 */
export const threats: Detector = {
  id: 'D10',
  threat: 'threat',
  inputs: ['text', 'language', 'verdicts'],
  memoryBytes: 512,
  cost: 'linear in the text on arrival, O(12) afterwards',
  notice: noticeThreat,
  find: findThreats,
};

function noticeThreat(
  _: DefenderState,
  { event, canonical, signs, stance, actor, quotesDefender }: Arrival,
  policy: DetectionPolicy,
): Noted | undefined {
  const rules = policy.detectors.D10;
  if (actor === undefined || actor.exempt || quotesDefender || event.shareTemplate === true) {
    return undefined;
  }
  const judged = judgedThreat(event.verdicts, policy);
  const text = canonical?.text ?? '';
  if (text === '' && judged === 0) return undefined;
  if (signs.has('quoting')) return undefined;
  const supportive = stance?.supportive ?? 0;
  if (supportive >= rules.supportiveMax && supportive > (stance?.hostile ?? 0)) return undefined;
  const isSpecific = signs.has('threat') && signs.has('specific');
  const said = isSpecific ? rules.specific : signs.has('threat') ? rules.plain : 0;
  const strength = Math.max(said, judged);
  if (strength < rules.plainMin) return undefined;
  // A verdict alone knows no weapon, place or time: what it calls a threat is a plain one.
  const kind = isSpecific && strength >= rules.specificMin ? 'specific-threat' : 'plain-threat';
  return { kind, key: 0, strength };
}

/** The strongest verdict of a threat, by trust in who judged, 0 to 1. */
function judgedThreat(verdicts: Arrival['event']['verdicts'], policy: DetectionPolicy): number {
  const { providerTrust } = policy.hostility;
  let strongest = 0;
  for (const { label, provider, score } of verdicts ?? []) {
    if (label !== 'threat') continue;
    const trust = providerTrust[provider] ?? providerTrust.default ?? 0;
    strongest = Math.max(strongest, score * trust);
  }
  return strongest;
}

function findThreats(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D10;
  const since = state.clock.nowMs - rules.keepMs;
  const found = sightingsOf(state.sightings, ['specific-threat', 'plain-threat'], since);
  if (found.length === 0) return undefined;
  const specific = found.filter((threat) => threat.kind === 'specific-threat');
  const actors = new Set(found.map((threat) => threat.actor));
  const isSeveral = actors.size >= rules.actorsMin;
  // A specific threat says more than that harm was announced: it is not counted twice.
  const plain = isSeveral ? rules.several : specific.length > 0 ? 0 : rules.single;
  const refs = (among: typeof found) => among.slice(-EVIDENCE_MAX).map((threat) => threat.ref);
  return {
    detector: 'D10',
    threat: 'threat',
    directHarm: specific.length > 0 || isSeveral,
    nonSpeech: false,
    actors,
    events: countedEvents(state, found),
    fingerprints: [],
    marked: new Set(specific.map((threat) => threat.actor)),
    evidence: [
      {
        family: 'direct-harm',
        template: 'threat.specific',
        value: specific.length,
        weight: specific.length > 0 ? rules.alone : 0,
        events: refs(specific),
      },
      {
        family: 'direct-harm',
        template: 'threat.announced',
        value: found.length,
        weight: plain,
        events: refs(found),
      },
    ],
    benign: [],
    missing: [],
  };
}
