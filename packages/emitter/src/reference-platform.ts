import type { CommandAct } from '@hrd-shield/contracts';
import type { ActionResult, OpenedCommand, PlatformActions } from './platform-actions.ts';

/** A measure in effect on the reference platform. */
export interface ActiveMeasure {
  readonly measure: string;
  readonly account: string;
  readonly actors: readonly string[];
  readonly expiresAt: number;
}

/** One thing that the platform did, in its own book. */
export interface Deed {
  readonly at: number;
  readonly act: CommandAct;
  readonly command: string;
  readonly instance: string;
  readonly measure: string;
  readonly account: string;
  /** It acts on accounts of one campaign that the command lists, toward this one. */
  readonly onActors: boolean;
  /** Of a probe: whether the measure was in effect. */
  readonly isActive: boolean;
  readonly expiresAt: number;
}

/** The reference implementation: a platform whose whole state is a map, for demos and tests. */
export interface ReferencePlatform extends PlatformActions {
  /** Measures in effect, by instance. */
  active(): ReadonlyMap<string, ActiveMeasure>;
  /** What was put into effect, in order, lifted or not; the oldest are forgotten beyond the bound. */
  applied(): readonly ActiveMeasure[];
  /** Everything that it did, in order; the oldest are forgotten beyond the bound. */
  deeds(): readonly Deed[];
}

export interface ReferencePlatformDeps {
  /** Wall time, epoch ms. */
  readonly now: () => number;
  /** Refuses or fails on purpose, to show what the shield does then. */
  readonly misbehave?: (command: OpenedCommand) => ActionResult | undefined;
}

/** Measures in effect at once; one more is refused, as a real platform would push back. */
const ACTIVE_MAX = 100_000;
/** Measures remembered that were put into effect. */
const APPLIED_MAX = 100_000;
const DEEDS_MAX = 200_000;

/**
 * An empty platform. It refuses beyond its bound of active measures, forgets the oldest of its books
 * beyond theirs, and all of it when the process ends.
 */
export function createReferencePlatform(deps: ReferencePlatformDeps): ReferencePlatform {
  const active = new Map<string, ActiveMeasure>();
  const applied: ActiveMeasure[] = [];
  const deeds: Deed[] = [];
  const note = ({ account, actors, command }: OpenedCommand): void => {
    const { act, expiresAt, id, instance, measure } = command;
    const isActive = active.has(instance);
    const at = deps.now();
    const onActors = actors.length > 0;
    const deed = {
      at,
      act,
      command: id,
      instance,
      measure,
      account,
      onActors,
      isActive,
      expiresAt,
    };
    remember(deeds, deed, DEEDS_MAX);
  };
  return {
    async apply(opened) {
      const wrong = deps.misbehave?.(opened);
      if (wrong !== undefined) return wrong;
      const { account, actors, command } = opened;
      const { expiresAt, instance, measure } = command;
      const isNew = !active.has(instance);
      if (isNew && active.size >= ACTIVE_MAX) {
        return { ok: false, status: 'failed', reason: 'too many' };
      }
      const entry = { measure, account, actors, expiresAt };
      if (isNew) remember(applied, entry, APPLIED_MAX);
      active.set(instance, entry);
      note(opened);
      return { ok: true };
    },
    async probe(opened) {
      const entry = active.get(opened.command.instance);
      note(opened);
      return entry !== undefined && entry.expiresAt > deps.now();
    },
    async lift(opened) {
      active.delete(opened.command.instance);
      note(opened);
      return { ok: true };
    },
    active: () => active,
    applied: () => applied,
    deeds: () => deeds,
  };
}

function remember<Entry>(book: Entry[], entry: Entry, max: number): void {
  if (book.length >= max) book.shift();
  book.push(entry);
}
