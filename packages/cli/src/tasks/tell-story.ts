import { type MeasureSubject, OUTCOME_KINDS } from '@hrd-shield/contracts';
import { z } from 'zod';

const Fact = z.object({
  kind: z.string(),
  at: z.coerce.number(),
  measure: z.string(),
  threat: z.string(),
  tier: z.string(),
  option_chosen: z.string(),
  verdict: z.string(),
  reason: z.string(),
  scripted: z.coerce.boolean(),
  actor_count: z.coerce.number().nullable(),
  event_count: z.coerce.number().nullable(),
});
type Fact = z.infer<typeof Fact>;

/** What a defender reads about a measure, and whom it touches. */
export interface MeasureWords {
  readonly id: string;
  readonly words: string;
  readonly undo: string;
  readonly subject: MeasureSubject;
}

/** Whose view of a case can be told, in the order of telling. */
export const SIDES = ['defender', 'attacker', 'bystander', 'responder'] as const;
export type Side = (typeof SIDES)[number];

export interface Moment {
  /** Epoch ms. */
  readonly at: number;
  readonly saw: string;
}

export type Story = Readonly<Record<Side, readonly Moment[]>>;

/** Tells the facts of one case as each side could see them. */
export function tellStory(rows: readonly unknown[], measures: readonly MeasureWords[]): Story {
  const facts = rows.map((row) => Fact.parse(row)).sort(inOrder);
  const words = new Map(measures.map((measure) => [measure.id, measure]));
  const tell = (see: (fact: Fact, about: MeasureWords | undefined) => string | undefined) =>
    facts.flatMap((fact): Moment[] => {
      const saw = see(fact, words.get(fact.measure));
      return saw === undefined ? [] : [{ at: fact.at, saw }];
    });
  return {
    defender: tell(seenByDefender),
    attacker: tell(seenByAttacker),
    bystander: tell(seenByBystander),
    responder: tell(seenByResponder),
  };
}

/** By time; facts of one instant in the order in which they can follow each other. */
function inOrder(a: Fact, b: Fact): number {
  const byTime = a.at - b.at || rank(a.kind) - rank(b.kind);
  return byTime || (a.event_count ?? 0) - (b.event_count ?? 0);
}

function rank(kind: string): number {
  return (OUTCOME_KINDS as readonly string[]).indexOf(kind);
}

function seenByDefender(fact: Fact, about: MeasureWords | undefined): string | undefined {
  if (fact.kind === 'measure.applied') return about?.words;
  if (fact.kind === 'measure.lifted') return about?.undo;
  return fact.kind === 'case.closed' ? 'It is over; nothing of it is on any more.' : undefined;
}

/** Neither that somebody is designated, nor more than the effect on their own account. */
function seenByAttacker(fact: Fact, about: MeasureWords | undefined): string | undefined {
  if (about === undefined) return undefined;
  if (fact.kind === 'measure.applied') {
    return about.subject === 'actors'
      ? 'A neutral limit on the own account, with its reason and a way to appeal.'
      : undefined;
  }
  return fact.kind === 'measure.lifted' && about.subject === 'actors'
    ? 'The limit ended.'
    : undefined;
}

function seenByBystander(fact: Fact, about: MeasureWords | undefined): string | undefined {
  if (fact.kind !== 'measure.applied') return undefined;
  return about?.id === 'limit-replies'
    ? 'Replies to this account are limited for now, as anybody may set it.'
    : undefined;
}

function seenByResponder(fact: Fact): string | undefined {
  switch (fact.kind) {
    case 'case.opened':
      return `A case: ${fact.threat}, ${fact.tier}; ${fact.actor_count ?? 0} actors, ${fact.event_count ?? 0} events.`;
    case 'case.merged':
      return `More of it: ${fact.tier}; ${fact.event_count ?? 0} events.`;
    case 'measure.requested':
    case 'measure.verified':
    case 'measure.refused':
    case 'measure.failed':
    case 'measure.expired':
    case 'measure.lifted':
      return `${fact.measure}: ${fact.kind.slice('measure.'.length)}.`;
    case 'task.opened':
      return `A question: ${fact.reason}.`;
    case 'task.claimed':
      return `Claimed${by(fact)}.`;
    case 'task.decided':
      return `Decided${by(fact)}: ${fact.option_chosen}${fact.verdict === '' ? '' : `, ${fact.verdict}`}.`;
    case 'task.escalated':
    case 'task.overdue':
      return `Nobody decided: ${fact.option_chosen} hears of it.`;
    case 'case.closed':
      return `Closed: ${fact.reason}.`;
    default:
      return undefined;
  }
}

function by(fact: Fact): string {
  return fact.scripted ? ' by a script' : ' by a person';
}

const TITLES: Readonly<Record<Side, string>> = {
  defender: 'What the defender saw',
  attacker: 'What the accounts in the attack saw',
  bystander: 'What bystanders saw',
  responder: 'What responders saw',
};

/** A story as lines, one side after the other; a side that saw nothing says so. */
export function storyLines(id: string, story: Story): readonly string[] {
  return [
    `Case ${id}`,
    ...SIDES.flatMap((side) => [
      '',
      TITLES[side],
      ...(story[side].length === 0
        ? ['  nothing']
        : story[side].map(({ at, saw }) => `  ${new Date(at).toISOString()}  ${saw}`)),
    ]),
  ];
}
