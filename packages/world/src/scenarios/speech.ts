import type { PlatformEventType } from '@hrd-shield/contracts';
import { asActor, gatherCrew, type Member } from '../crew.ts';
import { momentOf } from '../onset.ts';
import { poisson } from '../organic/defender-life.ts';
import type { Language } from '../population.ts';
import type { Random } from '../random.ts';
import type { Channel, SpeechShape } from '../shapes.ts';
import { expand } from '../texts/expand.ts';
import { TEXTS } from '../texts/text-pools.ts';
import { createTextSource, type Script, type TextSourceOptions } from '../texts/text-source.ts';
import type { CityEvent, Role } from '../truth.ts';
import type { Stance } from '../verdicts.ts';
import { mediaOf, type Pictures } from './pictures.ts';
import { eventId, eventOf, handleOf, type Stage } from './scenario.ts';

const HOUR_MS = 3_600_000;
/** @source detection notes, 5.3: 1 to 20 posts an actor */
const POSTS_MAX = 20;
/** Mostly replies, then mentions, then quotes. */
const USUAL_CHANNELS: Readonly<Partial<Record<Channel, number>>> = {
  replied: 0.75,
  mentioned: 0.15,
  quoted: 0.1,
};

export const PLAIN_SCRIPT: Script = {
  hostile: 'hostile',
  critical: 'critical',
  neutral: 'neutral',
  supportive: 'supportive',
};

const ROLES = {
  attack: {
    hostile: 'attacker',
    critical: 'critic',
    neutral: 'bystander',
    supportive: 'supporter',
  },
  crowd: { hostile: 'critic', critical: 'critic', neutral: 'bystander', supportive: 'supporter' },
} as const satisfies Record<string, Record<Stance, Role>>;

export interface SpeechOptions extends TextSourceOptions {
  readonly kind: 'attack' | 'look-alike';
  /** Who speaks; drawn from the shape where absent. */
  readonly crew?: readonly Member[];
  /** What sent the actors of `sourceRatio`. */
  readonly source?: string;
  /** The link of `linkRatio`. */
  readonly link?: string;
  /** The pictures of `mediaRatio`. */
  readonly pictures?: Pictures;
  /** Languages in turn; the stage's own where absent. */
  readonly languages?: readonly Language[];
  /** The text came from a share button. */
  readonly shareTemplate?: boolean;
  /** Words put after each text, such as the text that a quote repeats. */
  readonly after?: string;
}

/** Many people say something to one defender: pile-ons, smears, waves of support, news. */
export function speakTo(stage: Stage, options: SpeechOptions): CityEvent[] {
  const { random, startsAt } = stage;
  const { shape } = options;
  const crew = options.crew ?? gatherCrew(stage, shape, startsAt);
  const { language } = stage;
  const say = createTextSource({ random, language, handle: handleOf(stage.account) }, options);
  const post = ownPost(stage);
  const events: CityEvent[] = [post.event];
  const roles = options.kind === 'attack' ? ROLES.attack : ROLES.crowd;
  crew.forEach((member, i) => {
    const course = { ...shape, startsAt, rank: i / crew.length, actors: crew.length };
    const sent = options.source !== undefined && random.chance(shape.sourceRatio ?? 0);
    let woken = false;
    for (let left = postsOf(random, shape.postsPerActor); left > 0; left--) {
      const cover = maybe(random, shape.camouflageRatio);
      const stance = cover ? 'neutral' : stanceOf(random, shape);
      const at = momentOf(random, course);
      const spoken = languageAt(stage, options, (at - startsAt) / shape.durationMs);
      const text = say(stance, spoken);
      const said = { member, at, stance, text, language: spoken, parent: post.object, sent, woken };
      const event = eventOf(stage, channelOf(random, shape), {
        at,
        truth: { role: cover ? 'attacker' : roles[stance], hostile: stance === 'hostile' },
        data: speechData(stage, said, options),
      });
      woken = true;
      events.push(withoutWords(event));
      if (maybe(random, shape.deletionRatio)) events.push(deletionOf(stage, event));
    }
  });
  return events;
}

interface Utterance {
  readonly member: Member;
  readonly at: number;
  readonly stance: Stance;
  readonly text: string;
  readonly language: Language;
  readonly parent: string;
  /** Sent by the source of the campaign. */
  readonly sent: boolean;
  /** Has acted before in this campaign. */
  readonly woken: boolean;
}

function speechData(stage: Stage, said: Utterance, options: SpeechOptions) {
  const { random } = stage;
  const { shape } = options;
  const verdicts = stage.judge(said.stance, said.language);
  const { at, woken } = said;
  const actor = asActor(said.member, random, { at, woken, missingRatio: shape.missingRatio });
  const linked = options.link !== undefined && maybe(random, shape.linkRatio);
  const pictured = options.pictures !== undefined && maybe(random, shape.mediaRatio);
  return {
    actor: said.sent ? { ...actor, surface: 'quote', referrerId: options.source } : actor,
    objectId: eventId(random),
    parentId: said.parent,
    text: options.after === undefined ? said.text : `${said.text} ${options.after}`,
    language: said.language,
    ...(verdicts === undefined ? {} : { verdicts }),
    ...(linked ? { links: [options.link] } : {}),
    ...(pictured && options.pictures !== undefined
      ? { media: [mediaOf(random, options.pictures, shape.hashJitterBits ?? 0)] }
      : {}),
    ...(options.shareTemplate === true ? { shareTemplate: true } : {}),
  };
}

/** Messages travel as metadata, and reposts say nothing of their own. */
function withoutWords(event: CityEvent): CityEvent {
  if (!event.type.endsWith('.messaged.v1') && !event.type.endsWith('.reposted.v1')) return event;
  const { language: _, parentId, text: __, ...rest } = event.data;
  const data = event.type.endsWith('.reposted.v1')
    ? { ...rest, parentId }
    : { ...rest, isRequest: true };
  return { ...event, data };
}

function deletionOf(stage: Stage, said: CityEvent): CityEvent {
  return eventOf(stage, 'org.hrdshield.content.deleted.v1', {
    at: said.at + stage.random.next() * HOUR_MS,
    truth: { role: said.truth.role, hostile: false },
    data: { actor: said.data.actor, objectId: said.data.objectId },
  });
}

function languageAt(stage: Stage, options: SpeechOptions, progress: number): Language {
  const { languages } = options;
  if (languages === undefined) return stage.language;
  return languages[Math.min(languages.length - 1, Math.floor(progress * languages.length))] ?? 'en';
}

/** The post under which it happens, some hours before. */
function ownPost(stage: Stage): { readonly event: CityEvent; readonly object: string } {
  const { random, startsAt } = stage;
  const object = eventId(random);
  const text = expand(random.pick(TEXTS[stage.language].own), random, handleOf(stage.account));
  const event = eventOf(stage, 'org.hrdshield.content.posted.v1', {
    at: startsAt - random.next() * 1_800_000,
    truth: { role: 'owner', hostile: false },
    data: { actor: { account: stage.account }, objectId: object, text, language: stage.language },
  });
  return { event, object };
}

function postsOf(random: Random, mean: number): number {
  if (mean <= 2) return 1 + (random.chance(mean - 1) ? 1 : 0);
  return Math.min(POSTS_MAX, 1 + poisson(random, mean - 1));
}

/** Draws only where the shape sets a share. */
function maybe(random: Random, ratio: number | undefined): boolean {
  return ratio !== undefined && ratio > 0 && random.chance(ratio);
}

function stanceOf(random: Random, shape: SpeechShape): Stance {
  let at = random.next();
  for (const [stance, share] of Object.entries(shape.stances)) {
    at -= share;
    if (at < 0) return stance as Stance;
  }
  return 'neutral';
}

function channelOf(random: Random, shape: SpeechShape): PlatformEventType {
  const weights = Object.entries(shape.channels ?? USUAL_CHANNELS);
  let at = random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [channel, weight] of weights) {
    at -= weight;
    if (at < 0) return `org.hrdshield.content.${channel as Channel}.v1`;
  }
  return 'org.hrdshield.content.replied.v1';
}
