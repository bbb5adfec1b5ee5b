import type {
  RemedyCause,
  RemedyId,
  RemedySubject,
  StatementRow,
  TaskRow,
} from '@hrd-shield/contracts/pure';

/** What somebody appeals against: a case, or a measure named by a statement of reasons. */
export interface Appeal {
  readonly remedy: RemedyId;
  readonly against: Pick<StatementRow, 'case' | 'defender'> &
    Partial<Pick<StatementRow, 'instance'>>;
  /** Of the case: whoever decided one of them, or approved an option of it, decides no appeal. */
  readonly tasks: readonly Pick<TaskRow, 'approvedBy' | 'decidedBy'>[];
  /** Epoch ms. */
  readonly openedAt: number;
}

/** Opens the remedy of an appeal: who may not decide it, and by when it is answered. */
export function appealSubject(
  { against, openedAt, remedy, tasks }: Appeal,
  policy: { readonly hash: string; readonly dueMs: Readonly<Record<RemedyCause, number>> },
): RemedySubject {
  const { instance } = against;
  const cause = instance === undefined ? 'appeal-of-defender' : 'appeal-of-third-party';
  return {
    remedy,
    defender: against.defender,
    cause,
    case: against.case,
    ...(instance === undefined ? {} : { instance }),
    firstDeciders: [
      ...new Set(
        tasks.flatMap(({ approvedBy = [], decidedBy }) =>
          decidedBy === undefined ? approvedBy : [...approvedBy, decidedBy],
        ),
      ),
    ],
    openedAt,
    dueAt: openedAt + policy.dueMs[cause],
    policyHash: policy.hash,
  };
}
