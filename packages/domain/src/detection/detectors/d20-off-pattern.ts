import type { Detector, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DefenderState } from '../state/state.ts';

const DAY_MS = 86_400_000;

/**
 * Off pattern: a day unlike the defender's last four weeks in several features at once, which no
 * detector explains. Only ever asks somebody to look: its campaign is its own, so that it adds
 * nothing to what others find.
 *
 * @source detection notes, section 3, D20
 */
export const offPattern: Detector = {
  id: 'D20',
  threat: 'off-pattern',
  inputs: ['kind', 'actor', 'verdicts', 'text'],
  memoryBytes: 128,
  cost: 'O(512) once a day',
  find: findOffPattern,
};

function findOffPattern(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D20;
  const { pattern, clock } = state;
  if (pattern.shown === undefined || pattern.odd < rules.oddMin) return undefined;
  if (pattern.oddAt <= clock.nowMs - DAY_MS) return undefined;
  return {
    detector: 'D20',
    threat: 'off-pattern',
    directHarm: false,
    nonSpeech: true,
    actors: new Set(),
    events: [pattern.shown],
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'direct-harm',
        template: 'pattern.odd-day',
        value: pattern.odd,
        weight: rules.suspected,
        events: [pattern.shown.ref],
      },
    ],
    benign: [],
    missing: [],
  };
}
