import { z } from 'zod';
import type { ReadRows } from '../ports.ts';

const ActionRow = z.object({
  action: z.string(),
  subject: z.string(),
  owner: z.string(),
  opened_ms: z.coerce.number(),
  due_ms: z.coerce.number(),
  closed_ms: z.coerce.number(),
  closed_as: z.string(),
});

/** What is to be done after an incident was looked back at. Times are epoch ms. */
export interface TrackedAction {
  readonly action: string;
  /** Incident and what is to be done, both coded. */
  readonly subject: string;
  /** Role that answers for it. */
  readonly owner: string;
  readonly openedAt: number;
  readonly dueAt: number;
  readonly closedAt?: number;
  readonly closedAs?: string;
  readonly state: 'open' | 'overdue' | 'closed-in-time' | 'closed-late';
}

const SQL = `SELECT action, subject, owner, closed_as,
  toUnixTimestamp64Milli(assumeNotNull(opened_at)) AS opened_ms,
  toUnixTimestamp64Milli(assumeNotNull(due_at)) AS due_ms,
  ifNull(toUnixTimestamp64Milli(closed_at), 0) AS closed_ms
FROM action_facts
WHERE opened_at IS NOT NULL AND opened_at <= fromUnixTimestamp64Milli({as_of_ms:Int64}, 'UTC')
ORDER BY due_at, action`;

/** @param asOf epoch ms @throws ShieldError of the store */
export async function readActions(
  readRows: ReadRows,
  asOf: number,
): Promise<readonly TrackedAction[]> {
  const rows = z.array(ActionRow).parse(await readRows(SQL, { as_of_ms: asOf }));
  return rows.map(({ action, closed_as, closed_ms, due_ms, opened_ms, owner, subject }) => {
    const isClosed = closed_ms > 0 && closed_ms <= asOf;
    const isLate = (isClosed ? closed_ms : asOf) > due_ms;
    return {
      action,
      subject,
      owner,
      openedAt: opened_ms,
      dueAt: due_ms,
      ...(isClosed ? { closedAt: closed_ms, closedAs: closed_as } : {}),
      state: isClosed ? (isLate ? 'closed-late' : 'closed-in-time') : isLate ? 'overdue' : 'open',
    };
  });
}
