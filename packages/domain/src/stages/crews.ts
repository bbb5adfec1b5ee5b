import type {
  ActorRef,
  CrewCandidate,
  DefenderRef,
  EventRef,
  ObjectRef,
  TargetingHint,
} from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts/pure';
import { BucketShelf } from './bucket-shelf.ts';
import { findCrew } from './find-crew.ts';
import type { StagePolicy } from './policy.ts';

/** Actors that are remembered on one partition. */
const ACTORS_MAX = 50_000;
/** Acts of one actor. @source detection notes, section 2: the last 16 protected targets */
const HITS_MAX = 16;
/** Cells whose crowd is counted. */
const CELLS_MAX = 65_536;
/** Defenders at whom candidates are gathered. */
const BOARDS_MAX = 10_000;
/** Newest candidates of one defender: at most 2,016 pairs. */
const CANDIDATES_MAX = 64;
const CANDIDATES_PER_LOOK = 8;

/** One actor at one defender in one span of time. */
interface Hit {
  readonly defender: DefenderRef;
  readonly cell: number;
  at: number;
}

/** What stage A remembers of an actor. */
export interface ActorHits {
  hits: Hit[];
  /** Event time of the newest act, epoch ms. */
  at: number;
}

/** How many actors were at one defender in one span. */
export interface Cell {
  readonly defender: DefenderRef;
  count: number;
  at: number;
}

/** Candidates at one defender. */
export interface Board {
  readonly defender: DefenderRef;
  candidates: CrewCandidate[];
  /** Size of the crew that was told last. */
  told: number;
  /** Candidates since the last evaluation. */
  pending: number;
}

/** An actor who came from elsewhere, on the way to the board of the defender. */
export interface FoundCandidate {
  readonly ref: EventRef;
  readonly defender: DefenderRef;
  readonly candidate: CrewCandidate;
}

/**
 * Who goes for the same defenders together. First by actor: where else was this one? Then by
 * defender: do those who came from elsewhere share more of it than chance explains?
 *
 * @source detection notes, section 2 (pair significance) and section 3, D4
 */
export class Crews {
  readonly actors = new BucketShelf<ActorHits>(ACTORS_MAX);
  readonly cells: BucketShelf<Cell>;
  readonly boards = new BucketShelf<Board>(BOARDS_MAX);
  /** Acts in all cells, and the sum of their squares by cell. */
  acts = 0;
  squares = 0;
  readonly #policy: StagePolicy;

  constructor(policy: StagePolicy) {
    this.#policy = policy;
    this.cells = new BucketShelf(CELLS_MAX, (cell) => this.#subtract(cell));
  }

  /** @returns the actor as a candidate at this defender, when there is something new to say */
  takeAct(act: {
    readonly actor: ActorRef;
    readonly defender: DefenderRef;
    readonly at: number;
    readonly ref: EventRef;
  }): readonly FoundCandidate[] {
    const { actor, at, defender, ref } = act;
    const { cellMs, keepMs } = this.#policy.crew;
    const held = this.actors.use(actor, () => ({ hits: [], at }));
    held.at = Math.max(held.at, at);
    held.hits = held.hits.filter((hit) => hit.at > held.at - keepMs);
    const cell = Math.floor(at / cellMs);
    const known = held.hits.find((hit) => hit.defender === defender && hit.cell === cell);
    if (known !== undefined) {
      known.at = Math.max(known.at, at);
      return [];
    }
    held.hits.push({ defender, cell, at });
    if (held.hits.length > HITS_MAX) held.hits.shift();
    this.#count(defender, cell, at);
    const others = held.hits.filter((hit) => hit.defender !== defender);
    if (others.length === 0) return [];
    const hits = others.map((hit) => ({
      target: deriveId('o', 'target', hit.defender) as ObjectRef,
      cell: cellKey(hit.defender, hit.cell),
    }));
    return [{ ref, defender, candidate: { at, actor, hits, collision: this.#collision() } }];
  }

  /** @returns a hint when the crew at this defender is new, or has grown */
  takeCandidate(defender: DefenderRef, candidate: CrewCandidate): readonly TargetingHint[] {
    const { boardMs, growth } = this.#policy.crew;
    const board = this.boards.use(defender, () => ({
      defender,
      candidates: [],
      told: 0,
      pending: 0,
    }));
    const newest = board.candidates.reduce((max, { at }) => Math.max(max, at), candidate.at);
    const kept = board.candidates.filter(
      ({ actor, at }) => actor !== candidate.actor && at > newest - boardMs,
    );
    if (kept.length === 0) board.told = 0;
    board.candidates = [...kept, candidate].slice(-CANDIDATES_MAX);
    board.pending += 1;
    // One evaluation for each eighth of the candidates: its cost stays flat per act.
    if (board.pending < Math.floor(board.candidates.length / CANDIDATES_PER_LOOK)) return [];
    board.pending = 0;
    const found = findCrew(board.candidates, this.#policy.crew);
    if (found === undefined || found.crew.length < board.told * growth) return [];
    if (found.crew.length <= board.told) return [];
    board.told = found.crew.length;
    const names = found.crew.map(({ actor, targets }) => `${actor}${targets}`);
    const ref = deriveId('e', 'crew', defender, ...names) as EventRef;
    return [{ ref, defender, at: candidate.at, ...found }];
  }

  forget(defender: DefenderRef): void {
    this.actors.sweep((held) => {
      const kept = held.hits.filter((hit) => hit.defender !== defender);
      if (kept.length === held.hits.length) return 'same';
      held.hits = kept;
      return kept.length === 0 ? 'gone' : 'changed';
    });
    this.cells.sweep((cell) => {
      if (cell.defender !== defender) return 'same';
      this.#subtract(cell);
      return 'gone';
    });
    this.boards.sweep((board) => (board.defender === defender ? 'gone' : 'same'));
  }

  /** What an actor did until a time is gone; counts of cells stay, since they are nobody's. */
  forgetActor(actor: ActorRef, untilMs: number): void {
    const held = this.actors.peek(actor);
    if (held !== undefined && held.at <= untilMs) this.actors.remove(actor);
    this.boards.sweep((board) => {
      const kept = board.candidates.filter((one) => one.actor !== actor || one.at > untilMs);
      if (kept.length === board.candidates.length) return 'same';
      board.candidates = kept;
      return kept.length === 0 ? 'gone' : 'changed';
    });
  }

  expire(nowMs: number): void {
    const since = nowMs - this.#policy.crew.keepMs;
    this.actors.sweep(({ at }) => (at <= since ? 'gone' : 'same'));
    this.cells.sweep((cell) => {
      if (cell.at > since) return 'same';
      this.#subtract(cell);
      return 'gone';
    });
    const boardSince = nowMs - this.#policy.crew.boardMs;
    this.boards.sweep(({ candidates }) =>
      candidates.every(({ at }) => at <= boardSince) ? 'gone' : 'same',
    );
  }

  #count(defender: DefenderRef, cell: number, at: number): void {
    const held = this.cells.use(cellKey(defender, cell), () => ({ defender, count: 0, at }));
    this.squares += 2 * held.count + 1;
    this.acts += 1;
    held.count += 1;
    held.at = Math.max(held.at, at);
  }

  #subtract({ count }: Cell): void {
    this.acts -= count;
    this.squares -= count * count;
  }

  /** Chance that two acts fall into one cell, were they spread as all acts are. */
  #collision(): number {
    const total = this.acts + this.#policy.crew.priorHits;
    return Math.min(1, this.squares / (total * total));
  }
}

function cellKey(defender: DefenderRef, cell: number): ObjectRef {
  return deriveId('o', 'cell', defender, cell) as ObjectRef;
}
