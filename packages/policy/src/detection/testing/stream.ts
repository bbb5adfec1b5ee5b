import {
  type ActorRef,
  type DefenderRef,
  deriveId,
  type EventRef,
  type ObjectRef,
  type TargetingEvent,
} from '@hrd-shield/contracts';
import type { Texts } from './texts.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Monday, 2024-01-01 UTC. */
export const START = 1_704_067_200_000;

/** A small seeded generator (mulberry32); the same seed gives the same stream. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface StreamOptions {
  readonly seed: number;
  readonly texts: Texts;
  /** Area under the curve of the classifier; undefined: no verdicts at all. */
  readonly auc: number | undefined;
  /** Fields of actors that the platform leaves out, as a share. */
  readonly missing?: number;
}

export type Stance = 'hostile' | 'supportive' | 'neutral';

export interface ActorKind {
  /** Days the account exists. */
  readonly ageDays: number;
  readonly exposed: boolean;
  readonly interactions: number;
  readonly follows?: boolean;
  /** The defender has answered. */
  readonly answered?: boolean;
  readonly device?: string;
  readonly createdAt?: number;
}

/** Builds the stream of one defender. */
export class Stream {
  readonly events: TargetingEvent[] = [];
  readonly hostile = new Set<string>();
  readonly attackers = new Set<string>();
  readonly random: () => number;
  readonly defender: DefenderRef;
  readonly #options: StreamOptions;
  #serial = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.random = seeded(options.seed);
    this.defender = deriveId('d', 'scenario', options.seed) as DefenderRef;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T;
  }

  between(low: number, high: number): number {
    return low + this.random() * (high - low);
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.random() + 1e-12)) * Math.cos(2 * Math.PI * this.random());
  }

  sentence(stance: Stance): string {
    const { texts } = this.#options;
    const body = this.pick(texts[stance]).replace('{}', this.pick(texts.fillers));
    return `${body} ${this.pick(texts.fillers)} ${this.pick(texts.fillers)}`;
  }

  add(event: Omit<TargetingEvent, 'ref' | 'defender'>): TargetingEvent {
    this.#serial += 1;
    const ref = deriveId('e', this.#options.seed, this.#serial) as EventRef;
    const full = { ref, defender: this.defender, ...event } as TargetingEvent;
    this.events.push(full);
    return full;
  }

  actor(name: string, at: number, kind: ActorKind): NonNullable<TargetingEvent['actor']> {
    const has = () => this.random() >= (this.#options.missing ?? 0);
    return {
      ref: deriveId('a', this.#options.seed, name) as ActorRef,
      ...(has() ? { createdAt: Math.round(kind.createdAt ?? at - kind.ageDays * DAY) } : {}),
      ...(has() && kind.device !== undefined ? { deviceHash: kind.device } : {}),
      ...(has()
        ? {
            relation: {
              actorFollowsTarget: kind.follows ?? false,
              interactions90d: kind.interactions,
              ...(kind.answered === undefined ? {} : { targetRepliedToActor90d: kind.answered }),
            },
          }
        : {}),
      ...(has() ? { surface: kind.exposed ? this.pick(EXPOSED) : this.pick(UNEXPOSED) } : {}),
    };
  }

  /** Somebody writes at the defender. */
  speak(
    at: number,
    name: string,
    kind: ActorKind,
    said: { readonly stance: Stance; readonly text?: string; readonly attack?: boolean },
  ): TargetingEvent {
    const event = this.add({
      at: Math.round(at),
      kind: this.pick(['replied', 'mentioned', 'quoted'] as const),
      actor: this.actor(name, at, kind),
      text: said.text ?? this.sentence(said.stance),
      language: this.#options.texts.language,
      ...this.#verdicts(said.stance),
    });
    if (said.attack) {
      this.hostile.add(event.ref);
      this.attackers.add(event.actor?.ref ?? '');
    }
    return event;
  }

  #verdicts(stance: Stance): Pick<TargetingEvent, 'verdicts'> {
    const { auc } = this.#options;
    if (auc === undefined || this.random() < 0.3) return {};
    // Separation of two normals with this area under the curve.
    const separation = auc >= 0.75 ? 1.19 : 0.545;
    const z = this.normal() + (stance === 'hostile' ? separation / 2 : -separation / 2);
    const score = 1 / (1 + Math.exp(-1.2 * z));
    return { verdicts: [{ provider: 'platform', label: 'hostile', score, version: '1' }] };
  }

  report(
    at: number,
    name: string,
    kind: ActorKind,
    about: { readonly viewed?: boolean; readonly reason: string; readonly attack?: boolean },
  ): void {
    const event = this.add({
      at: Math.round(at),
      kind: 'report-filed',
      actor: this.actor(name, at, kind),
      object: deriveId('o', 'post', this.#options.seed) as ObjectRef,
      report: {
        ref: deriveId('o', this.#options.seed, this.#serial) as ObjectRef,
        reason: about.reason as 'hate',
        ...(about.viewed === undefined ? {} : { viewedObject: about.viewed }),
      },
    });
    if (about.attack) {
      this.hostile.add(event.ref);
      this.attackers.add(event.actor?.ref ?? '');
    }
  }

  /** The defender's usual public and sign-ins, with a day rhythm. */
  organic(days: number, perHour: number): void {
    const known = Array.from({ length: 60 }, (_, i) => `friend${i}`);
    for (let hour = 0; hour < days * 24; hour += 1) {
      const rhythm = 1 + 0.8 * Math.sin(((hour % 24) / 24) * 2 * Math.PI - Math.PI / 2);
      const count = this.#poisson(perHour * rhythm);
      for (let i = 0; i < count; i += 1) {
        const at = START + hour * HOUR + this.random() * HOUR;
        const isKnown = this.random() < 0.6;
        const name = isKnown ? this.pick(known) : `passer${hour}-${i}`;
        const stance = this.pick(['supportive', 'neutral', 'neutral', 'hostile'] as const);
        this.speak(at, name, ordinary(this, isKnown), { stance });
      }
      if (hour % 11 === 3) this.signIn(START + hour * HOUR, {});
    }
  }

  #poisson(mean: number): number {
    let k = 0;
    for (let p = this.random(); p > Math.exp(-mean); p *= this.random()) k += 1;
    return k;
  }

  signIn(at: number, other: Partial<NonNullable<TargetingEvent['signIn']>>): void {
    this.add({ at: Math.round(at), kind: 'login-succeeded', signIn: { ...HOME, ...other } });
  }

  sorted(): TargetingEvent[] {
    return this.events.toSorted((a, b) => a.at - b.at);
  }
}

const EXPOSED = ['following', 'repost', 'hashtag', 'trend', 'search', 'home'] as const;
const UNEXPOSED = ['profile', 'direct', 'external-link'] as const;

export const HOME = {
  networkHash: 'home-network',
  country: 'DE',
  geoCell: { latitude: 52.5, longitude: 13.4 },
  deviceHash: 'own-phone',
  userAgentFamily: 'app',
  method: 'session',
} as const;

/** An account of the ordinary public: old, came by a visible way. */
export function ordinary(stream: Stream, known: boolean): ActorKind {
  return {
    ageDays: stream.between(40, 3000),
    exposed: stream.random() < 0.85,
    interactions: known ? 4 : 0,
    follows: stream.random() < 0.5,
  };
}
