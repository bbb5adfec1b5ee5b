import type { Act } from './acts.ts';

/** One run of the proof as rivals see it, with its truth beside it. */
export interface RivalRun {
  readonly id: string;
  /** Entry of the catalogue; `quiet` where nothing is played. */
  readonly scenario: string;
  readonly title: string;
  readonly kind: 'attack' | 'look-alike' | 'quiet';
  readonly difficulty: string;
  readonly language: string;
  /** Epoch ms. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** Defender-months that were watched. */
  readonly months: number;
  /** In order of time. */
  readonly acts: readonly Act[];
  /** Accounts whose role is attacker; empty for others than attacks. */
  readonly attackers: ReadonlySet<string>;
}
