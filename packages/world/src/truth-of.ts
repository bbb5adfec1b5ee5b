import type { CampaignTruth, CityEvent, Expectation, Role } from './truth.ts';

/** What is known of a scenario before it is played. */
export interface Billed {
  readonly campaign: string;
  readonly scenario: string;
  readonly kind: CampaignTruth['kind'];
  readonly title: string;
  readonly expected: Expectation;
  readonly language: string;
  readonly difficulty: string;
}

/** What is true of a played scenario; `played` is in time order. */
export function truthOf(
  item: Billed,
  account: string,
  played: readonly CityEvent[],
): CampaignTruth {
  const actors = new Map<string, Role>();
  for (const event of played) {
    const actor = event.data.actor as { readonly account: string } | undefined;
    if (actor !== undefined && actor.account !== account) {
      // Somebody who once attacked is an attacker, whatever else they said.
      if (actors.get(actor.account) !== 'attacker') actors.set(actor.account, event.truth.role);
    }
  }
  const hostile = played.filter((event) => event.truth.hostile);
  const firstHostile = item.kind === 'attack' ? hostile[0] : undefined;
  return {
    campaign: item.campaign,
    scenario: item.scenario,
    kind: item.kind,
    title: item.title,
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
