import type { PlatformEventType } from '@hrd-shield/contracts';
import { asActor, gatherCrew, type Member } from '../crew.ts';
import type { SpeechShape } from '../presets.ts';
import type { Random } from '../random.ts';
import { expand, obfuscate } from '../texts/expand.ts';
import { TEXTS, type TextPools } from '../texts/text-pools.ts';
import type { CityEvent, Role } from '../truth.ts';
import type { Stance } from '../verdicts.ts';
import { eventId, eventOf, handleOf, type Stage } from './scenario.ts';

const CHANNELS: readonly (readonly [PlatformEventType, number])[] = [
  ['org.hrdshield.content.replied.v1', 0.75],
  ['org.hrdshield.content.mentioned.v1', 0.9],
  ['org.hrdshield.content.quoted.v1', 1],
];

/** Which pool each stance speaks from. */
export type Script = Readonly<Record<Stance, keyof TextPools>>;

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

export interface SpeechOptions {
  readonly shape: SpeechShape;
  readonly script: Script;
  readonly kind: 'attack' | 'look-alike';
  /** Copies come from one to three expanded templates rather than from free speech. */
  readonly copied?: { readonly templates: number; readonly stance: Stance };
}

/** Many people say something to one defender: pile-ons, smears, waves of support, news. */
export function speakTo(stage: Stage, options: SpeechOptions): CityEvent[] {
  const { random, startsAt } = stage;
  const { shape } = options;
  const crew = gatherCrew(stage, shape, startsAt);
  const copies = copiesOf(stage, options);
  const post = ownPost(stage);
  const events: CityEvent[] = [post.event];
  const roles = options.kind === 'attack' ? ROLES.attack : ROLES.crowd;
  for (const member of crew) {
    for (let left = postsOf(random, shape.postsPerActor); left > 0; left--) {
      const stance = stanceOf(random, shape);
      const at = startsAt + momentOf(random, shape.onset) * shape.durationMs;
      const text = textOf(stage, { stance, copies, options });
      events.push(
        eventOf(stage, channelOf(random), {
          at,
          truth: { role: roles[stance], hostile: stance === 'hostile' },
          data: speechData(stage, { member, at, stance, text, shape, parent: post.object }),
        }),
      );
    }
  }
  return events;
}

interface Utterance {
  readonly member: Member;
  readonly at: number;
  readonly stance: Stance;
  readonly text: string;
  readonly shape: SpeechShape;
  readonly parent: string;
}

function speechData(stage: Stage, said: Utterance): Record<string, unknown> {
  const { random } = stage;
  const verdicts = stage.judge(said.stance, stage.language);
  return {
    actor: asActor(said.member, random, { at: said.at, missingRatio: said.shape.missingRatio }),
    objectId: eventId(random),
    parentId: said.parent,
    text: said.text,
    language: stage.language,
    ...(verdicts === undefined ? {} : { verdicts }),
  };
}

function textOf(
  stage: Stage,
  wanted: {
    readonly stance: Stance;
    readonly copies: readonly string[];
    readonly options: SpeechOptions;
  },
): string {
  const { options, stance } = wanted;
  const copied = options.copied?.stance === stance && wanted.copies.length > 0;
  const text = copied
    ? stage.random.pick(wanted.copies)
    : expand(
        stage.random.pick(TEXTS[stage.language][options.script[stance]]),
        stage.random,
        handleOf(stage.account),
      );
  const rate = stance === 'hostile' ? options.shape.obfuscationRatio : 0;
  return obfuscate(text, stage.random, rate);
}

function copiesOf(stage: Stage, options: SpeechOptions): string[] {
  if (options.copied === undefined) return [];
  const pool = TEXTS[stage.language][options.script[options.copied.stance]];
  return Array.from({ length: options.copied.templates }, (_, i) =>
    expand(pool[i % pool.length] ?? '', stage.random, handleOf(stage.account)),
  );
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
  return 1 + (random.chance(mean - 1) ? 1 : 0);
}

function stanceOf(random: Random, shape: SpeechShape): Stance {
  let at = random.next();
  for (const [stance, share] of Object.entries(shape.stances)) {
    at -= share;
    if (at < 0) return stance as Stance;
  }
  return 'neutral';
}

/** @returns a moment in the course of the scenario, 0 to 1 */
function momentOf(random: Random, onset: SpeechShape['onset']): number {
  const at = random.next();
  if (onset === 'even') return at;
  return onset === 'ramp' ? Math.sqrt(at) : Math.min(1, -Math.log(1 - at * 0.95) / 3);
}

function channelOf(random: Random): PlatformEventType {
  const at = random.next();
  return CHANNELS.find(([, below]) => at < below)?.[0] ?? 'org.hrdshield.content.replied.v1';
}
