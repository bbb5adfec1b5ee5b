import type { CaseId, DefenderRef, ResponderRef, RowPurpose } from '@hrd-shield/contracts';
import {
  type Party,
  type RegistryRequest,
  type RowAccessPolicy,
  type RowsAsked,
  type RowsSubject,
  refOfSlice,
  rowsSubjectOf,
} from '@hrd-shield/domain/registry';
import type { RowReader, RowsRead } from '@hrd-shield/pipeline';
import { concernedBy, requestReveal, useRequest } from './reveal.ts';
import { auditOf, done, type Outcome, refusedWith, type UseDeps } from './use-deps.ts';

/** What leaves, once the audit has its count. */
export type RowsShown = RowsRead & Pick<RowsSubject, 'columns' | 'table'>;

/** Single rows of the record: asked for here, agreed to or refused as reveals are, read once. */
export interface RowUses {
  /** @refuses `rows.*` | `designation.*` */
  ask(by: Party, asked: RowsAsked): Promise<Outcome<RegistryRequest>>;
  /**
   * The rows, once and soon. The count is in the audit before they leave.
   * @refuses `reveal.*` | `rows.no-account`: then the request is not used up
   */
  read(
    by: Party,
    asked: { readonly id: RegistryRequest['id']; readonly purpose: RowPurpose },
  ): Promise<Outcome<RowsShown>>;
}

const DAY_MS = 86_400_000;

/** Wires both. @param given `policy` bounds what may be asked for, `reader` reads the record */
export function createRowUses(
  deps: UseDeps,
  { policy, reader }: { readonly policy: RowAccessPolicy; readonly reader: RowReader },
): RowUses {
  const { audit, clock, requests } = deps;
  const isSpent = async (by: ResponderRef): Promise<boolean> =>
    (await requests.askedSince(by, 'rows', clock.now() - DAY_MS)) >= policy.requestsPerDay;
  return {
    ask: async (by, asked) => {
      const subject = rowsSubjectOf(asked, policy);
      const code = subject.ok ? undefined : subject.code;
      const refusal =
        code ?? (by.kind === 'responder' && (await isSpent(by.ref)) ? 'rows.too-many' : undefined);
      if (subject.ok && refusal === undefined) return requestReveal(by, subject.value, deps);
      const ref = (refOfSlice(asked.slice) ?? null) as CaseId | DefenderRef | null;
      const about = { at: clock.now(), subject: ref, purpose: asked.purpose };
      const said = refusal ?? 'rows.bad-slice';
      await audit.append(auditOf('rows.ask', by, { ...about, refusal: said }));
      return refusedWith(said);
    },
    read: async (by, { id, purpose }) => {
      const asked = (await requests.get(id))?.subject;
      if (asked?.kind !== 'rows') return refusedWith('reveal.unknown');
      if (asked.purpose !== purpose) return refusedWith('reveal.wrong-purpose');
      if (!(await reader.isReady())) return refusedWith('rows.no-account');
      const used = await useRequest(by, id, { kind: 'rows', deps });
      if (!used.ok) return used;
      const read = await reader.read(asked);
      // Before the rows leave: without this row nobody sees them.
      const detail = `rows:${read.rows.length}:sha256:${read.digest}`;
      const about = { at: clock.now(), subject: concernedBy(asked, id), purpose, detail };
      await audit.append(auditOf('rows.read', by, about));
      return done({ ...read, columns: asked.columns, table: asked.table });
    },
  };
}
