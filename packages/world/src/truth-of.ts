import type { PlannedScenario } from './plan.ts';
import { SCENARIOS } from './scenarios/catalogue.ts';
import type { CampaignTruth, CityEvent, Role } from './truth.ts';

/** What is true of a played scenario; `played` is in time order. */
export function truthOf(
  item: PlannedScenario,
  account: string,
  played: readonly CityEvent[],
): CampaignTruth {
  const entry = SCENARIOS[item.scenario];
  const actors = new Map<string, Role>();
  for (const event of played) {
    const actor = event.data.actor as { readonly account: string } | undefined;
    if (actor !== undefined && actor.account !== account) {
      // Somebody who once attacked is an attacker, whatever else they said.
      if (actors.get(actor.account) !== 'attacker') actors.set(actor.account, event.truth.role);
    }
  }
  const hostile = played.filter((event) => event.truth.hostile);
  const firstHostile = entry.kind === 'attack' ? hostile[0] : undefined;
  return {
    campaign: item.campaign,
    scenario: item.scenario,
    kind: entry.kind,
    title: entry.title,
    expected: item.expected,
    account,
    language: item.language,
    difficulty: item.difficulty,
    startsAt: played[0]?.at ?? 0,
    endsAt: played.at(-1)?.at ?? 0,
    ...(firstHostile === undefined ? {} : { firstHostileAt: firstHostile.at }),
    events: played.length,
    hostileEvents: hostile.length,
    actors: [...actors].map(([name, role]) => ({ account: name, role })),
  };
}
