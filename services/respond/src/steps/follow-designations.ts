import {
  type DefenderProfile,
  DefenderRef,
  DesignationRecord,
  type ProtectionPart,
  type Sealed,
} from '@hrd-shield/contracts';
import { dataOf, type LogReader, type SourceRecord } from '@hrd-shield/pipeline';

export interface DesignationDeps {
  readonly reader: LogReader;
  readonly openProtection: (ref: DefenderRef, sealed: Sealed) => ProtectionPart;
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

export interface Designations {
  /** @returns once everything published so far is known */
  start(): Promise<void>;
  standingOf(ref: DefenderRef): Standing;
  /** Ends it whatever the list says now or later. */
  end(ref: DefenderRef): void;
  size(): number;
}

type Known = Pick<DesignationRecord, 'version' | 'state' | 'protection'>;

/**
 * The protection part of every designation; it is opened when a signal needs it and not kept open.
 * A lower version never replaces a higher one. Bounded by the number of designations.
 */
export function createDesignations(deps: DesignationDeps): Designations {
  const known = new Map<DefenderRef, Known | 'erased'>();

  function end(ref: DefenderRef): void {
    const before = known.get(ref);
    known.set(ref, 'erased');
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
      end(ref.data);
      return;
    }
    const next = dataOf(record, DesignationRecord);
    if (next === undefined) {
      deps.onRefused();
      return;
    }
    if (before === 'erased' || (before !== undefined && before.version >= next.version)) return;
    const { version, state, protection } = next;
    known.set(ref.data, { version, state, protection });
    if (state === 'withdrawn' && before?.state !== 'withdrawn') deps.onEnded(ref.data);
  }

  return {
    start: () =>
      deps.reader.start((records) => {
        for (const record of records) take(record);
      }),
    end,
    size: () => known.size,
    standingOf: (ref) => {
      const found = known.get(ref);
      if (found === undefined) return { kind: 'unknown' };
      if (found === 'erased' || found.state !== 'active') return { kind: 'inactive' };
      const part = deps.openProtection(ref, found.protection);
      return {
        kind: 'active',
        profile: {
          defender: ref,
          account: part.account as DefenderProfile['account'],
          allowedMeasures: part.allowedMeasures,
          language: part.language,
          ...(part.conflicts === undefined ? {} : { conflicts: part.conflicts }),
          ...(part.country === undefined ? {} : { country: part.country }),
          ...(part.safePath === undefined ? {} : { safePath: part.safePath }),
          designationVersion: found.version,
        },
      };
    },
  };
}
