import type {
  ActorRef,
  DefenderRef,
  EventRef,
  ObjectRef,
  TargetingEvent,
} from '@hrd-shield/contracts';
import { createRandom, LANGUAGES, type Random, TEXTS } from '@hrd-shield/world';
import { expand } from '../../../packages/world/src/texts/expand.ts';

/** A stream of answers to many defenders; the same options give the same messages. */
export interface MessageOptions {
  readonly events: number;
  readonly defenders: number;
  /** Event time from the first to the last message, ms. */
  readonly durationMs: number;
  readonly withText: boolean;
}

const START = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
/** Share of messages that belong to injected campaigns. */
const CAMPAIGN_SHARE = 0.03;
const CAMPAIGN_MESSAGES = 60;
const CAMPAIGN_MS = 3_600_000;
/** Accounts in the crowd for each defender. */
const CROWD = 40;
/** Popularity of defenders: a few get most answers. */
const POPULARITY_POWER = 2;

interface Campaign {
  left: number;
  readonly defender: number;
  readonly text: string;
  readonly language: string;
  readonly until: number;
}

/** Yields messages in order of event time, without keeping them. */
export function* messageStream(options: MessageOptions): Generator<TargetingEvent> {
  const { defenders, durationMs, events, withText } = options;
  const random = createRandom('detect-bench');
  const stepMs = durationMs / events;
  const say = createSpeaker(random);
  const live: Campaign[] = [];
  for (let i = 0; i < events; i += 1) {
    const at = Math.floor(START + i * stepMs);
    while (live[0] !== undefined && (live[0].left === 0 || live[0].until < at)) live.shift();
    if (random.chance(CAMPAIGN_SHARE / CAMPAIGN_MESSAGES)) {
      const language = random.pick(LANGUAGES);
      const text = say(language, 'hostile');
      const until = at + CAMPAIGN_MS;
      live.push({
        left: CAMPAIGN_MESSAGES,
        defender: random.int(defenders),
        text,
        language,
        until,
      });
    }
    // A campaign says its part within the hour, whatever the rate of the whole stream is.
    const campaign = live.find((one) => one.left > 0 && random.chance(dueShare(one, at, stepMs)));
    if (campaign !== undefined) campaign.left -= 1;
    const defender =
      campaign?.defender ?? Math.floor(defenders * random.next() ** POPULARITY_POWER);
    const language = campaign?.language ?? LANGUAGES[defender % LANGUAGES.length] ?? 'en';
    const actor =
      campaign === undefined
        ? `${defender}-${random.int(CROWD)}`
        : `crew-${campaign.until}-${campaign.left}`;
    yield {
      ref: refOf('e', String(i)) as EventRef,
      defender: refOf('d', String(defender)) as DefenderRef,
      at,
      kind: 'replied',
      actor: actorOf(actor, campaign !== undefined, at),
      object: refOf('o', String(i)) as ObjectRef,
      parent: refOf('o', `p${defender}-${Math.floor(at / DAY_MS)}`) as ObjectRef,
      language,
      ...(withText ? { text: campaign?.text ?? say(language, 'neutral') } : {}),
    };
  }
}

function dueShare(campaign: Campaign, at: number, stepMs: number): number {
  return Math.min(1, (campaign.left * stepMs) / Math.max(stepMs, campaign.until - at));
}

function actorOf(name: string, isCrew: boolean, at: number): NonNullable<TargetingEvent['actor']> {
  return {
    ref: refOf('a', name) as ActorRef,
    createdAt: isCrew ? at - 10 * DAY_MS : START - 900 * DAY_MS,
    followers: isCrew ? 3 : 240,
    surface: isCrew ? 'external-link' : 'home',
    relation: {
      actorFollowsTarget: !isCrew,
      targetFollowsActor: false,
      interactions90d: isCrew ? 0 : 2,
    },
  };
}

type Pool = 'neutral' | 'hostile';

/** Two sentences out of the pools of a language: about the length of a post. */
function createSpeaker(random: Random): (language: string, stance: Pool) => string {
  return (language, stance) => {
    const pools = TEXTS[language as keyof typeof TEXTS];
    const first = expand(random.pick(pools[stance]), random, '@somebody');
    const second = expand(
      random.pick(random.chance(0.5) ? pools.chatter : pools.critical),
      random,
      '',
    );
    return `${first} ${second}`;
  };
}

const REF_CHARS = 22;

function refOf(prefix: string, name: string): string {
  return `${prefix}_${name.padStart(REF_CHARS, '0')}`;
}
