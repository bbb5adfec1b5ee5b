import {
  type ContactHours,
  type DefenderProfile,
  DefenderRef,
  DesignationRecord,
  type ProtectionPart,
  type Sealed,
} from '@hrd-shield/contracts';
import type { SharedPlace } from '@hrd-shield/domain';
import {
  dataOf,
  type HeldList,
  type LogReader,
  type SourceRecord,
  Stops,
} from '@hrd-shield/pipeline';
import type { Attributes } from './generalise-attributes.ts';

export interface DesignationDeps {
  readonly reader: LogReader;
  readonly openProtection: (ref: DefenderRef, sealed: Sealed) => ProtectionPart;
  /** Counts where active designations belong, test accounts apart. */
  readonly attributes: Attributes;
  /** A designation ended: everything of it must stop. */
  readonly onEnded: (ref: DefenderRef) => void;
  /** A record that cannot be read: somebody stays unprotected until it is mended. */
  readonly onRefused: () => void;
}

/** What protection knows of a designation. */
export type Standing =
  | { readonly kind: 'active'; readonly profile: DefenderProfile }
  | { readonly kind: 'inactive' }
  | { readonly kind: 'unknown' };

export interface Designations extends HeldList {
  /** @returns once everything published so far is known */
  start(): Promise<void>;
  standingOf(ref: DefenderRef): Standing;
  /** The same without what it takes a key to know: for every signal of a storm. */
  kindOf(ref: DefenderRef): Standing['kind'];
  /** What a fact may tell of somebody; nothing once the designation has ended. */
  attributesOf(ref: DefenderRef): SharedPlace;
  /** When somebody can be told something; undefined: at any hour, or nobody is known. */
  contactHoursOf(ref: DefenderRef): ContactHours | undefined;
  size(): number;
}

type Known = Pick<DesignationRecord, 'version' | 'state' | 'probe' | 'protection'>;

/**
 * The protection part of every designation; it is opened when a signal needs it and not kept open.
 * A lower version never replaces a higher one. Bounded by the number of designations.
 */
export function createDesignations(deps: DesignationDeps): Designations {
  const known = new Map<DefenderRef, Known | 'erased'>();
  const stops = new Stops();

  /** Where somebody belongs, as long as they count. */
  function whereabouts(ref: DefenderRef): ProtectionPart | undefined {
    const found = known.get(ref);
    if (found === undefined || found === 'erased' || found.state !== 'active') return undefined;
    return found.probe ? undefined : opened(ref, found);
  }

  /** Whoever needs the account says so with the fault; here they are told of as nobody. */
  function opened(ref: DefenderRef, { protection }: Known): ProtectionPart | undefined {
    try {
      return deps.openProtection(ref, protection);
    } catch {
      deps.onRefused();
      return undefined;
    }
  }

  function replace(ref: DefenderRef, next: Known | 'erased'): void {
    const left = whereabouts(ref);
    if (left !== undefined) deps.attributes.leave(left);
    known.set(ref, next);
    const joined = whereabouts(ref);
    if (joined !== undefined) deps.attributes.join(joined);
  }

  function erase(ref: DefenderRef): void {
    const before = known.get(ref);
    stops.forget(ref);
    replace(ref, 'erased');
    if (before !== 'erased') deps.onEnded(ref);
  }

  function take(record: SourceRecord): void {
    const ref = DefenderRef.safeParse(record.key?.toString());
    if (!ref.success) {
      deps.onRefused();
      return;
    }
    const before = known.get(ref.data);
    if (record.value === null) {
      erase(ref.data);
      return;
    }
    const next = dataOf(record, DesignationRecord);
    if (next === undefined) {
      deps.onRefused();
      return;
    }
    if (before === 'erased' || (before !== undefined && before.version >= next.version)) return;
    replace(ref.data, knownOf(next));
    if (next.state === 'withdrawn' && before?.state !== 'withdrawn') deps.onEnded(ref.data);
  }

  const activeOf = (ref: DefenderRef) => activeAmong(known.get(ref), ref, stops);

  return {
    start: () =>
      deps.reader.start((records) => {
        for (const record of records) take(record);
      }),
    erase,
    stop: (ref, stop) => stops.stop(ref, stop),
    settle: (ref, stop, version) => stops.settle(ref, stop, version),
    attributesOf: (ref) => {
      const place = whereabouts(ref);
      return place === undefined ? {} : deps.attributes.sharedBy(place);
    },
    contactHoursOf: (ref) => {
      const found = known.get(ref);
      const isOver = found === undefined || found === 'erased';
      return isOver ? undefined : opened(ref, found)?.contactHours;
    },
    size: () => known.size,
    kindOf: (ref) => kindFrom(activeOf(ref)),
    standingOf: (ref) => {
      const found = activeOf(ref);
      if (typeof found === 'string') return { kind: found };
      const part = deps.openProtection(ref, found.protection);
      return { kind: 'active', profile: profileOf(ref, part, found.version) };
    },
  };
}

function activeAmong(
  found: Known | 'erased' | undefined,
  ref: DefenderRef,
  stops: Stops,
): Known | 'inactive' | 'unknown' {
  if (found === undefined) return 'unknown';
  if (found === 'erased' || found.state !== 'active') return 'inactive';
  return stops.stoppedOf(ref, found.version) === 'nothing' ? found : 'inactive';
}

function kindFrom(found: Known | 'inactive' | 'unknown'): Standing['kind'] {
  return typeof found === 'string' ? found : 'active';
}

/** What is kept of a record: the sealed screening part is for others. */
function knownOf({ version, state, probe, protection }: DesignationRecord): Known {
  return { version, state, probe, protection };
}

function profileOf(
  defender: DefenderRef,
  part: ProtectionPart,
  designationVersion: number,
): DefenderProfile {
  return {
    defender,
    account: part.account as DefenderProfile['account'],
    allowedMeasures: part.allowedMeasures,
    language: part.language,
    ...(part.conflicts === undefined ? {} : { conflicts: part.conflicts }),
    ...(part.country === undefined ? {} : { country: part.country }),
    ...(part.safePath === undefined ? {} : { safePath: part.safePath }),
    designationVersion,
  };
}
