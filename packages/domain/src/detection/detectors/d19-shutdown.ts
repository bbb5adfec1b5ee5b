import type { Detector, Evidence, Finding } from '../finding.ts';
import { linkedBy } from '../fusion/linked-by.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DefenderState } from '../state/state.ts';

/**
 * Targeted shutdown: the network that the defender uses is cut or slowed, as the fold over networks
 * says, and the defender's own connections fail too. A platform that is down everywhere, and a
 * broken release of one app, are none; without signs of interference the cause stays unknown and
 * somebody is only asked to look.
 *
 * @source detection notes, section 3, D19
 */
export const shutdown: Detector = {
  id: 'D19',
  threat: 'shutdown',
  inputs: ['connection', 'hint.outage'],
  memoryBytes: 320,
  cost: 'O(8) windows',
  find: findShutdown,
};

function findShutdown(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D19;
  const { told, own } = state.outage;
  if (told === undefined || told.at <= state.clock.nowMs - rules.keepMs) return undefined;
  if (told.scope === 'everywhere' || told.scope === 'client') return undefined;
  const since = told.at - rules.ownWindowMs;
  const windows = own.filter((one) => one.at > since);
  const attempts = windows.reduce((sum, one) => sum + one.attempts, 0);
  const failed = windows.reduce((sum, one) => sum + one.failures, 0);
  if (windows.length === 0 || attempts === 0) return undefined;
  const share = failed / attempts;
  const isCutOff = attempts >= rules.attemptsMin && share >= rules.ownFailedMin;
  const isShown = told.signals >= rules.signalsMin && told.interference;
  const alone = told.targeted || (isShown && isCutOff);
  const evidence: Evidence[] = [
    {
      family: 'direct-harm',
      template: 'shutdown.network-lost',
      value: told.lostRatio,
      weight: alone ? rules.alone : rules.suspected,
      events: windows.map((one) => one.ref),
    },
    {
      family: 'direct-harm',
      template: 'shutdown.own-failures',
      value: share,
      weight: isCutOff ? rules.own : 0,
    },
    linkedBy('shutdown.signs', told.signals, policy),
  ];
  return {
    detector: 'D19',
    threat: 'shutdown',
    directHarm: alone,
    nonSpeech: true,
    actors: new Set(),
    events: windows,
    fingerprints: [],
    marked: new Set(),
    evidence,
    benign: [],
    missing: [],
  };
}
