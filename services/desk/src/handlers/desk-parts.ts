import type { DefenderSealer } from '@hrd-shield/pipeline';
import type {
  ApprovalBoard,
  BoardPages,
  ExposureBook,
  PersonStore,
  TaskBoard,
} from '@hrd-shield/postgres';
import type {
  openApprovalDesk,
  ProtectionClient,
  RemedyClient,
  TaskDesk,
} from '@hrd-shield/temporal';
import type { Cursors } from '../server/sign-cursor.ts';

/** What handlers of tasks, cases, holds and remedies work with. */
export interface DeskParts {
  readonly board: TaskBoard;
  readonly approvals: ApprovalBoard;
  readonly pages: BoardPages;
  readonly persons: PersonStore;
  readonly exposure: ExposureBook;
  readonly desk: TaskDesk;
  readonly approvalDesk: ReturnType<typeof openApprovalDesk>;
  readonly protection: Pick<ProtectionClient, 'endMeasure' | 'extendMeasure'>;
  /** Whoever appeals needs no account. */
  readonly remedies: Pick<RemedyClient, 'open'>;
  readonly sealer: DefenderSealer;
  readonly cursors: Cursors;
}
