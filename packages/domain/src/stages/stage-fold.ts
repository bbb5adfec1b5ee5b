import type {
  ActorRef,
  CrewCandidate,
  DefenderRef,
  EventRef,
  Sighting,
  StageRecord,
  TargetingHint,
} from '@hrd-shield/contracts';
import type { CellPolicy } from '../detection/policy.ts';
import type { BucketShelf, FrozenBucket } from './bucket-shelf.ts';
import { Crews, type FoundCandidate } from './crews.ts';
import { Meetings, type Popularity } from './meetings.ts';
import { Networks } from './networks.ts';
import type { StagePolicy } from './policy.ts';

/** Old entries are let go this often in event time, ms. */
const SWEEP_MS = 3_600_000;

/** A record of the sightings log, opened. */
export type OpenStageRecord =
  | {
      readonly kind: 'sighting';
      readonly ref: EventRef;
      readonly defender: DefenderRef;
      readonly sighting: Sighting;
    }
  | {
      readonly kind: 'candidate';
      readonly defender: DefenderRef;
      readonly candidate: CrewCandidate;
    }
  | Extract<StageRecord, { readonly kind: 'popular' | 'measured' }>;

/** What goes on: hints to the logs of defenders, candidates to their boards. */
export interface StageOutput {
  readonly hints: readonly TargetingHint[];
  readonly candidates: readonly FoundCandidate[];
}

const NOTHING: StageOutput = { hints: [], candidates: [] };

/** Changed parts of a state: shelf, number of the bucket, entries. */
export type FrozenPart = readonly [ShelfName, number, FrozenBucket<unknown>];

/** Numbers of a state that belong to no bucket. */
export interface StageTotals {
  readonly acts: number;
  readonly squares: number;
  readonly nowMs: number;
  readonly sweptAt: number;
}

/**
 * Form of what shelves keep, raised with every change of it: parts in another form are not restored,
 * and the state is built anew from the log.
 */
export const SHELF_FORM = 1;

const SHELVES = ['meetings', 'actors', 'cells', 'boards', 'users'] as const;
type Shelved = (typeof SHELVES)[number];
export type ShelfName = Shelved | 'networks';

/**
 * The stages across defenders over one partition of the sightings log. Everything remembered is a
 * set under a bound, so that a record that comes twice changes nothing and the log alone decides.
 */
export class StageFold {
  readonly #meetings: Meetings;
  readonly #crews: Crews;
  readonly #networks: Networks;
  #nowMs = 0;
  #sweptAt = 0;

  /** @param cells how counts of networks are judged; part of the detection policy */
  constructor(policy: StagePolicy, cells: CellPolicy) {
    this.#meetings = new Meetings(policy);
    this.#crews = new Crews(policy);
    this.#networks = new Networks(cells);
  }

  /** Keys, actors and boards held. */
  get size(): number {
    return SHELVES.reduce((sum, name) => sum + this.#shelf(name).size, this.#networks.size);
  }

  apply(record: OpenStageRecord): StageOutput {
    switch (record.kind) {
      case 'popular':
        this.#moveTo(record.at);
        return this.#takePopular(record);
      case 'measured':
        this.#moveTo(record.at);
        return { hints: this.#networks.takeMeasured(record.seen, record.at), candidates: [] };
      case 'candidate': {
        this.#moveTo(record.candidate.at);
        const hints = this.#crews.takeCandidate(record.defender, record.candidate);
        return { hints, candidates: [] };
      }
      case 'sighting':
        this.#moveTo(record.sighting.at);
        return this.#takeSighting(record);
    }
  }

  /** A designation ended: nothing of it stays. */
  forget(defender: DefenderRef): void {
    this.#meetings.forget(defender);
    this.#crews.forget(defender);
    this.#networks.forget(defender);
  }

  /** An actor is gone from everything until a time, epoch ms. */
  forgetActor(actor: ActorRef, untilMs: number): void {
    this.#meetings.forgetActor(actor, untilMs);
    this.#crews.forgetActor(actor, untilMs);
  }

  totals(): StageTotals {
    const { acts, squares } = this.#crews;
    return { acts, squares, nowMs: this.#nowMs, sweptAt: this.#sweptAt };
  }

  /** Parts changed since the last call. */
  takeDirty(): readonly FrozenPart[] {
    const networks = this.#networks.takeDirty();
    return [
      ...SHELVES.flatMap((name) =>
        this.#shelf(name)
          .takeDirty()
          .map(([at, bucket]): FrozenPart => [name, at, bucket]),
      ),
      ...networks.map(([at, bucket]): FrozenPart => ['networks', at, bucket]),
    ];
  }

  restore(parts: readonly FrozenPart[], totals: StageTotals): void {
    for (const [name, at, bucket] of parts) {
      if (name === 'networks') this.#networks.restore(bucket as never);
      else this.#shelf(name).restore(at, bucket);
    }
    this.#crews.acts = totals.acts;
    this.#crews.squares = totals.squares;
    this.#nowMs = totals.nowMs;
    this.#sweptAt = totals.sweptAt;
  }

  #shelf(name: Shelved): BucketShelf<unknown> {
    const { boards, actors, cells } = this.#crews;
    const shelves = {
      meetings: this.#meetings.shelf,
      actors,
      cells,
      boards,
      users: this.#networks.users,
    };
    return shelves[name] as unknown as BucketShelf<unknown>;
  }

  #takePopular(record: Popularity & Extract<OpenStageRecord, { kind: 'popular' }>): StageOutput {
    const { key, stage } = record;
    if (stage !== 'actor' && stage !== 'network') this.#meetings.takePopularity(stage, key, record);
    return NOTHING;
  }

  #takeSighting(record: Extract<OpenStageRecord, { kind: 'sighting' }>): StageOutput {
    const { defender, ref, sighting } = record;
    const { actor, at, client, connection, trusted = false } = sighting;
    const hints: TargetingHint[] = [];
    const candidates: FoundCandidate[] = [];
    for (const { key, stage } of sighting.items) {
      if (stage === 'network') {
        if (connection !== undefined) this.#networks.takeConnection(defender, connection, at);
      } else if (stage !== 'actor') {
        hints.push(...this.#meetings.take({ stage, key, defender, at, actor, client, trusted }));
      } else if (actor !== undefined) {
        candidates.push(...this.#crews.takeAct({ actor, defender, at, ref }));
      }
    }
    return { hints, candidates };
  }

  #moveTo(at: number): void {
    this.#nowMs = Math.max(this.#nowMs, at);
    if (this.#nowMs < this.#sweptAt + SWEEP_MS) return;
    this.#sweptAt = this.#nowMs;
    this.#meetings.expire(this.#nowMs);
    this.#crews.expire(this.#nowMs);
  }
}
