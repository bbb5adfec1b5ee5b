import type {
  ActorRef,
  DefenderRef,
  EventRef,
  ObjectRef,
  Stage,
  TargetingHint,
} from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts/pure';
import { poissonSurprise } from '../detection/statistics/tails.ts';
import { BucketShelf } from './bucket-shelf.ts';
import type { MeetingRules, StagePolicy } from './policy.ts';

/** Keys that are remembered on one partition. */
const MEETINGS_MAX = 50_000;
/** Defenders of one key; of more, the one that was quiet longest makes room. */
const PLACES_MAX = 16;
/** Actors of one key at one defender. @source detection notes, section 2 */
const ACTORS_MAX = 16;

/** Stages at which the same key at several defenders is the evidence. */
export type MeetingStage = Exclude<Stage, 'actor' | 'network'>;

/** One defender at whom a key turned up. */
interface Place {
  readonly defender: DefenderRef;
  at: number;
  /** Only people whom the defender follows or answers brought the key there. */
  trusted: boolean;
  readonly actors: ActorRef[];
  /** What was told there: other defenders and actors. */
  told: readonly [number, number];
}

/** Where one key turned up: a text, a picture, a link, a cohort, a device, a client. */
export interface Meeting {
  readonly stage: MeetingStage;
  client: string;
  places: Place[];
  /** Event time of the newest act, epoch ms. */
  at: number;
  /** The whole platform has it, or a publisher, or a share button. */
  ordinary: boolean;
}

/** What is known of a key platform-wide. */
export interface Popularity {
  readonly at: number;
  readonly targets: number;
  readonly ratio: number;
  readonly exempt: boolean;
}

/** An act at a defender, under one key. */
export interface KeyedAct {
  readonly stage: MeetingStage;
  readonly key: ObjectRef;
  readonly defender: DefenderRef;
  readonly at: number;
  readonly actor: ActorRef | undefined;
  readonly client: string | undefined;
  /** The defender follows or answers the actor. */
  readonly trusted: boolean;
}

/**
 * Where acts at several defenders meet under one key, and whose key is ordinary on the platform. At
 * most `MEETINGS_MAX` keys are kept: the one used longest ago leaves.
 */
export class Meetings {
  readonly shelf = new BucketShelf<Meeting>(MEETINGS_MAX);
  readonly #policy: StagePolicy;

  constructor(policy: StagePolicy) {
    this.#policy = policy;
  }

  /** Takes what is ordinary on the platform: it brings nobody together. */
  takePopularity(stage: MeetingStage, key: string, popular: Popularity): void {
    const { cohort, spread } = this.#policy;
    const meeting = this.#meeting(stage, key, popular.at);
    const isWave = stage === 'cohort' && popular.ratio >= cohort.surgeMax;
    const isCommon = stage !== 'cohort' && popular.targets >= spread.popularTargets;
    if (popular.exempt || isWave || isCommon) meeting.ordinary = true;
    meeting.at = Math.max(meeting.at, popular.at);
  }

  /** @returns hints to the defenders who meet there, each about their own actors */
  take(act: KeyedAct): readonly TargetingHint[] {
    const rules = rulesOf(this.#policy, act.stage);
    const meeting = this.#meeting(act.stage, act.key, act.at);
    meeting.at = Math.max(meeting.at, act.at);
    if (act.client !== undefined) meeting.client = act.client;
    meeting.places = meeting.places.filter(({ at }) => at > meeting.at - rules.keepMs);
    note(meeting, act);
    if (meeting.ordinary || !isTogether(meeting, rules, this.#policy)) return [];
    return meeting.places.flatMap((place) => tell(act.key, meeting, place, rules));
  }

  forget(defender: DefenderRef): void {
    this.shelf.sweep((meeting) => {
      const kept = meeting.places.filter((place) => place.defender !== defender);
      if (kept.length === meeting.places.length) return 'same';
      meeting.places = kept;
      return 'changed';
    });
  }

  /** An actor leaves every place that was seen no later than `untilMs`. */
  forgetActor(actor: ActorRef, untilMs: number): void {
    this.shelf.sweep((meeting) => {
      let found: 'same' | 'changed' = 'same';
      for (const { actors, at } of meeting.places) {
        const index = at > untilMs ? -1 : actors.indexOf(actor);
        if (index < 0) continue;
        actors.splice(index, 1);
        found = 'changed';
      }
      return found;
    });
  }

  /** Lets go of what is older than its rules remember. */
  expire(nowMs: number): void {
    this.shelf.sweep(({ at, stage }) =>
      at <= nowMs - rulesOf(this.#policy, stage).keepMs ? 'gone' : 'same',
    );
  }

  #meeting(stage: MeetingStage, key: string, at: number): Meeting {
    return this.shelf.use(`${stage} ${key}`, () => ({
      stage,
      client: '',
      places: [],
      at,
      ordinary: false,
    }));
  }
}

function rulesOf(policy: StagePolicy, stage: MeetingStage): MeetingRules {
  switch (stage) {
    case 'text':
    case 'media':
    case 'link':
      return policy.spread;
    case 'domain':
      return policy.links;
    case 'cohort':
      return policy.cohort;
    case 'source':
      return policy.source;
    case 'client':
      return policy.client;
    case 'reader':
      return policy.reader;
  }
}

function note(meeting: Meeting, act: KeyedAct): void {
  let place = meeting.places.find(({ defender }) => defender === act.defender);
  if (place === undefined) {
    if (meeting.places.length >= PLACES_MAX) dropQuietest(meeting);
    place = { defender: act.defender, at: act.at, trusted: true, actors: [], told: [0, 0] };
    meeting.places.push(place);
  }
  place.at = Math.max(place.at, act.at);
  place.trusted &&= act.trusted;
  const { actor } = act;
  if (actor === undefined || place.actors.includes(actor)) return;
  if (place.actors.length < ACTORS_MAX) place.actors.push(actor);
}

function dropQuietest(meeting: Meeting): void {
  const quietest = meeting.places.reduce((a, b) => (b.at < a.at ? b : a));
  meeting.places = meeting.places.filter((place) => place !== quietest);
}

/**
 * Places that speak for more than an ordinary letter: those of strangers, and beside them those of
 * friends who wrote to no stranger. Friends alone have one newsletter, and so has one account whom
 * some follow and others do not.
 */
function meetingPlaces({ places }: Meeting): number {
  const strange = places.filter(({ trusted }) => !trusted);
  if (strange.length === 0) return 0;
  const strangers = new Set(strange.flatMap(({ actors }) => actors));
  const friends = places.filter(
    ({ actors, trusted }) => trusted && actors.some((actor) => !strangers.has(actor)),
  );
  return strange.length + friends.length;
}

function isTogether(meeting: Meeting, rules: MeetingRules, policy: StagePolicy): boolean {
  if (meetingPlaces(meeting) < rules.targetsMin) return false;
  const actors = new Set(meeting.places.flatMap((place) => place.actors)).size;
  switch (meeting.stage) {
    case 'text':
    case 'media':
    case 'link':
      return actors >= policy.spread.actorsMin;
    case 'cohort':
      return actors >= policy.cohort.actorsMin;
    // A part of a domain that was made for one reader is enough, whoever sends it.
    case 'domain':
    case 'source':
    case 'client':
    case 'reader':
      return true;
  }
}

/** One defender learns how many others there are, never who. */
function tell(
  key: string,
  meeting: Meeting,
  place: Place,
  rules: MeetingRules,
): readonly TargetingHint[] {
  const others = meeting.places.length - 1;
  const [toldOthers, toldActors] = place.told;
  if (others <= toldOthers && place.actors.length <= toldActors) return [];
  place.told = [others, place.actors.length];
  const { client, stage } = meeting;
  const isRead = stage === 'client' || stage === 'reader';
  const isCrew = !isRead && stage !== 'source';
  const slow = stage === 'reader' ? { slow: true } : {};
  return [
    {
      ref: deriveId('e', stage, key, place.defender, others, place.actors.length) as EventRef,
      defender: place.defender,
      // Time at this defender: when something happened at another one says too much.
      at: place.at,
      crew: isCrew ? place.actors.map((actor) => ({ actor, targets: others })) : [],
      qValue: Math.min(1, 10 ** -poissonSurprise(others, rules.chance)),
      ...(stage === 'domain' ? { letter: true } : {}),
      ...(isRead ? { breadth: { client, targets: others + 1, ...slow } } : {}),
      ...(stage === 'source' ? { source: { targets: others + 1 } } : {}),
    },
  ];
}
