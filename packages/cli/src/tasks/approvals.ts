import type { HoldRow, RemedyRow } from '@hrd-shield/contracts';
import { createApprovalBoard } from '@hrd-shield/postgres';
import { SETTINGS } from '@hrd-shield/runtime';
import { openApprovalDesk } from '@hrd-shield/temporal';
import type { Shell } from '../shell/shell.ts';
import { type SeatedDesk, withBoards, withDesk } from './open-desk.ts';
import { dueIn } from './show-task.ts';

/** Task queue of `respond`, whose workers run what is started here. */
const RESPOND = 'shield-respond';

/** The board of holds and remedies. */
export function withApprovalBoard<T>(
  shell: Shell,
  use: (board: ReturnType<typeof createApprovalBoard>) => Promise<T>,
): Promise<T> {
  return withBoards(shell, ({ database }) => use(createApprovalBoard(database.query)));
}

/** The desk of approvals with whoever is signed in. */
export interface SeatedApprovals extends SeatedDesk {
  readonly approvals: ReturnType<typeof createApprovalBoard>;
  readonly approvalDesk: ReturnType<typeof openApprovalDesk>;
}

/** Uses the desk of approvals. @throws ShieldError `access.*` before anything is done */
export async function withApprovals<T>(
  shell: Shell,
  use: (seated: SeatedApprovals) => Promise<T>,
): Promise<T> {
  const { topicPrefix } = await shell.settings({ topicPrefix: SETTINGS.topicPrefix });
  return withDesk(shell, (seated) => {
    const approvals = createApprovalBoard(seated.database.query);
    const approvalDesk = openApprovalDesk(seated.connection, {
      findHold: approvals.hold,
      findRemedy: approvals.remedy,
      taskQueue: `${topicPrefix}${RESPOND}`,
    });
    return use({ ...seated, approvals, approvalDesk });
  });
}

/** One line a hold. */
export function holdLine(hold: HoldRow, now: number): string {
  const allowed = hold.allowedBy.length === 0 ? '' : `  allowed by ${hold.allowedBy.join(', ')}`;
  return (
    `${hold.id}  ${hold.state.padEnd(9)}  ${dueIn(hold, now).padEnd(16)}  ` +
    `${hold.action} asked by ${hold.origin}, ${hold.ground}${allowed}`
  );
}

/** One line a remedy. */
export function remedyLine(remedy: RemedyRow, now: number): string {
  const about = remedy.case ?? remedy.hold ?? remedy.instance ?? '';
  const first =
    remedy.firstDeciders.length === 0 ? '' : `  not by ${remedy.firstDeciders.join(', ')}`;
  return (
    `${remedy.id}  ${remedy.state.padEnd(9)}  ${dueIn(remedy, now).padEnd(16)}  ` +
    `${remedy.cause} ${about}${first}`
  );
}
