import type { ActorRef, DefenderRef, EventRef, TargetingEvent } from '@hrd-shield/contracts';

/** Texts of one author to one defender that are read as one. @source detection notes, D9 */
const PARTS_MAX = 5;
/** What was said longer ago belongs to another thread, ms. */
const THREAD_MS = 3_600_000;
/** Threads that are held at once; the one that rested longest makes room. */
const THREADS_MAX = 2_048;
/** Characters kept of one part; its beginning. */
const PART_CHARS_MAX = 2_048;

interface Part {
  readonly ref: EventRef;
  readonly at: number;
  readonly text: string;
  /** Text recognised in its pictures. */
  readonly seen: string;
}

/**
 * The last texts of each author to each defender, so that what is given away in parts is read as a
 * whole. Lives in memory alone, for an hour of event time, and only where a vault is compared; a
 * restart forgets it.
 *
 * @source detection notes, section 3, D9, split over a thread
 */
export class ThreadMemory {
  readonly #threads = new Map<string, readonly Part[]>();

  /** Takes a text. @returns the thread so far as texts to compare; none when it has one part */
  take(event: TargetingEvent, actor: ActorRef): readonly string[] {
    const { at, defender, ref } = event;
    const seen = (event.media ?? []).map(({ recognisedText }) => recognisedText ?? '').join(' ');
    const part: Part = {
      ref,
      at,
      text: (event.text ?? '').slice(0, PART_CHARS_MAX),
      seen: seen.slice(0, PART_CHARS_MAX),
    };
    const key = keyOf(defender, actor);
    const before = this.#threads.get(key) ?? [];
    const thread = [...before.filter((other) => other.ref !== ref), part]
      .filter((other) => Math.abs(other.at - at) <= THREAD_MS)
      .sort((a, b) => a.at - b.at)
      .slice(-PARTS_MAX);
    this.#keep(key, thread);
    if (thread.length < 2) return [];
    return [thread.map(({ text }) => text), thread.map((one) => one.seen)]
      .map((parts) => parts.filter((one) => one !== '').join(' '))
      .filter((text) => text !== '');
  }

  /** Forgets a thread: what it gave away is told. */
  drop(defender: DefenderRef, actor: ActorRef): void {
    this.#threads.delete(keyOf(defender, actor));
  }

  #keep(key: string, thread: readonly Part[]): void {
    this.#threads.delete(key);
    this.#threads.set(key, thread);
    if (this.#threads.size <= THREADS_MAX) return;
    const [longestAgo] = this.#threads.keys();
    if (longestAgo !== undefined) this.#threads.delete(longestAgo);
  }
}

function keyOf(defender: DefenderRef, actor: ActorRef): string {
  return `${defender} ${actor}`;
}
