import type { ShieldError } from '@hrd-shield/contracts';
import { unavailable } from './connection.ts';
import type { PartitionOffset, Progress } from './progress.ts';

export interface CommitsConfig {
  /** False for a reader that keeps its place itself. */
  readonly isWanted: boolean;
  /** Appends to the log of the group, with tries of its own. */
  readonly write: (offsets: PartitionOffset[]) => Promise<void>;
  /** Commits failed for so long without one that came through, ms: the session is given up. */
  readonly stuckMs: number;
  readonly onStuck: (fault: ShieldError) => void;
  readonly now?: () => number;
}

/**
 * Commits of one session, one at a time: the client tries each again by itself, and an older one that
 * comes through after a newer one would put the group back, with nobody to notice where nothing more
 * arrives.
 */
export class Commits {
  readonly #progress: Progress;
  readonly #config: CommitsConfig;
  readonly #now: () => number;
  #underWay: Promise<void> | undefined;
  #failingSince: number | undefined;

  constructor(progress: Progress, config: CommitsConfig) {
    this.#progress = progress;
    this.#config = config;
    this.#now = config.now ?? (() => performance.now());
  }

  /** Writes what is done, or joins the commit that is under way. Never rejects. */
  commit(): Promise<void> {
    this.#underWay ??= this.#write().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** Resolves once no commit is under way. */
  async settled(): Promise<void> {
    await this.#underWay;
  }

  /** Writes what is done by now, behind a commit that is under way. Never rejects. */
  async flush(): Promise<void> {
    await this.settled();
    await this.commit();
  }

  async #write(): Promise<void> {
    const offsets = this.#config.isWanted ? this.#progress.uncommitted() : [];
    if (offsets.length === 0) return;
    try {
      await this.#config.write(offsets);
      this.#progress.markCommitted(offsets);
      this.#failingSince = undefined;
    } catch (error) {
      // In a rebalance the next owner starts at the older commit: doubled work, nothing lost.
      this.#failingSince ??= this.#now();
      const { onStuck, stuckMs } = this.#config;
      if (this.#now() - this.#failingSince >= stuckMs) onStuck(unavailable(error));
    }
  }
}
