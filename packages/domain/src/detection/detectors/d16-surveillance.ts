import type { Detector, Evidence, Finding } from '../finding.ts';
import { linkedBy } from '../fusion/linked-by.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DefenderState } from '../state/state.ts';
import { pauseSpread, type ViewingClient } from '../state/view-memory.ts';
import { along } from '../statistics/curve.ts';

/**
 * Surveillance: one client reads the defender's lists page after page like a machine, passes the
 * work from account to account, or walks through many defenders within the hour, as a hint of the
 * stage across defenders says. Registered apps, known accounts and a curious person are none.
 * Events may be sampled by the platform: then it sees less, never more.
 *
 * @source detection notes, section 3, D16
 */
export const surveillance: Detector = {
  id: 'D16',
  threat: 'surveillance',
  inputs: ['view', 'search', 'lookup', 'actor.relation', 'hint.breadth'],
  memoryBytes: 1536,
  cost: 'O(12) clients',
  find: findWatchers,
};

type Rules = DetectionPolicy['detectors']['D16'];

function findWatchers(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D16;
  const found = state.viewers.filter(
    (client) => isBroad(client, rules) || isMachine(client, rules) || isBulk(client, rules),
  );
  if (found.length === 0) return undefined;
  const alone = found.filter((client) => isBroad(client, rules) || isRelay(client, rules));
  const most = (of: (client: ViewingClient) => number) => Math.max(...found.map(of));
  const evidence: Evidence[] = [
    {
      family: 'direct-harm',
      template: 'surveillance.walks-lists',
      value: most((client) => client.steps),
      weight:
        alone.length === 0 && found.some((one) => isMachine(one, rules)) ? rules.suspected : 0,
      events: found.map((client) => client.ref),
    },
    {
      family: 'direct-harm',
      template: 'surveillance.passes-on',
      value: most((client) => client.relays),
      weight: alone.length > 0 ? rules.alone : 0,
      events: alone.map((client) => client.ref),
    },
    {
      family: 'recurrence',
      template: 'surveillance.many-defenders',
      value: most(breadthOf),
      weight: along(rules.breadth, most(breadthOf)),
    },
    {
      family: 'volume',
      template: 'surveillance.contact-lists',
      value: most((client) => client.bulk),
      weight: found.some((client) => isBulk(client, rules)) ? rules.bulk : 0,
    },
  ];
  const pages = found.reduce((sum, client) => sum + client.views, 0);
  evidence.push(linkedBy('surveillance.pages-read', pages, policy));
  return {
    detector: 'D16',
    threat: 'surveillance',
    directHarm: alone.length > 0,
    nonSpeech: true,
    // Who looks is never listed: a device that many share would name bystanders.
    actors: new Set(),
    events: found,
    fingerprints: [],
    marked: new Set(),
    evidence,
    benign: [],
    missing: found.some((client) => breadthOf(client) > 0) ? [] : ['hint.breadth'],
  };
}

/** Many defenders within the hour; or over days, walking in turns here too. */
function isBroad(client: ViewingClient, rules: Rules): boolean {
  if (client.targets >= rules.targetsMin) return true;
  return client.slowTargets >= rules.slowTargetsMin && client.relays >= rules.slowRelaysMin;
}

function breadthOf({ slowTargets, targets }: ViewingClient): number {
  return Math.max(slowTargets, targets);
}

/** Pages in order, by several accounts in turn: no person reads like that. */
function isRelay(client: ViewingClient, rules: Rules): boolean {
  return client.relays >= rules.relaysMin && client.actors.length >= rules.accountsMin;
}

function isMachine(client: ViewingClient, rules: Rules): boolean {
  if (client.steps < rules.stepsMin) return false;
  return isRelay(client, rules) || pauseSpread(client) <= rules.pauseSpreadMax;
}

function isBulk(client: ViewingClient, rules: Rules): boolean {
  return client.bulk >= rules.bulkMin;
}
