import type { ActionResult, OpenedCommand, PlatformActions } from './platform-actions.ts';

/** A measure in effect on the reference platform. */
export interface ActiveMeasure {
  readonly measure: string;
  readonly account: string;
  readonly actors: readonly string[];
  readonly expiresAt: number;
}

/** The reference implementation: a platform whose whole state is a map, for demos and tests. */
export interface ReferencePlatform extends PlatformActions {
  /** Measures in effect, by instance. */
  active(): ReadonlyMap<string, ActiveMeasure>;
  /** Every account and measure that was ever put into effect, in order. */
  applied(): readonly ActiveMeasure[];
}

export interface ReferencePlatformDeps {
  /** Wall time, epoch ms. */
  readonly now: () => number;
  /** Refuses or fails on purpose, to show what the shield does then. */
  readonly misbehave?: (command: OpenedCommand) => ActionResult | undefined;
}

/** Measures kept; more than this many at once are refused, as a real platform would push back. */
const ACTIVE_MAX = 100_000;

export function createReferencePlatform(deps: ReferencePlatformDeps): ReferencePlatform {
  const active = new Map<string, ActiveMeasure>();
  const applied: ActiveMeasure[] = [];
  return {
    async apply(opened) {
      const wrong = deps.misbehave?.(opened);
      if (wrong !== undefined) return wrong;
      if (active.size >= ACTIVE_MAX) return { ok: false, status: 'failed', reason: 'too many' };
      const { account, actors, command } = opened;
      const { expiresAt, instance, measure } = command;
      const entry = { measure, account, actors, expiresAt };
      if (!active.has(instance)) applied.push(entry);
      active.set(instance, entry);
      return { ok: true };
    },
    async probe({ command }) {
      const entry = active.get(command.instance);
      return entry !== undefined && entry.expiresAt > deps.now();
    },
    async lift({ command }) {
      active.delete(command.instance);
      return { ok: true };
    },
    active: () => active,
    applied: () => applied,
  };
}
