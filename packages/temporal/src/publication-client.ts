import {
  PUBLISH_REPORT,
  type PublicationRules,
  type PublicationSubject,
  publicationWorkflowId,
} from '@hrd-shield/contracts';
import type { PublicationLife } from '@hrd-shield/domain/publication';
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleOptions,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { TemporalConnection } from './connect.ts';
import { SHIELD_KIND } from './search-attributes.ts';
import { toShieldError } from './to-shield-error.ts';

/** What the calendar says; the numbers are those of `rules/release.yaml`. */
export interface PublicationCalendar {
  /** Day of the first month after a quarter, from 1. */
  readonly day: number;
  /** A time that was missed is made up for within this, ms. */
  readonly catchUpMs: number;
}

/** How the schedule stands. */
export interface PublicationSchedule {
  readonly isPaused: boolean;
  /** Why it is paused, as somebody said. */
  readonly note: string;
  /** When publications begin next, epoch ms. */
  readonly next: readonly number[];
}

/** What people say to the publication of releases. Signatures do not pass here. */
export interface PublicationClient {
  /** Has publications begin by the calendar from now on; saying it again changes the calendar. @throws ShieldError `temporal.*` */
  schedule(calendar: PublicationCalendar): Promise<void>;
  /** @returns false where there is no schedule @throws ShieldError `temporal.*` */
  pause(note: string): Promise<boolean>;
  /** @returns false where there is no schedule @throws ShieldError `temporal.*` */
  resume(): Promise<boolean>;
  /** @throws ShieldError `temporal.*` */
  shownSchedule(): Promise<PublicationSchedule | undefined>;
  /** Begins one by hand. @returns false where it runs already @throws ShieldError `temporal.*` */
  start(about: PublicationSubject, rules: PublicationRules): Promise<boolean>;
  /** How one stands, over or not; it needs a worker. @throws ShieldError `temporal.*` */
  view(
    about: Pick<PublicationSubject, 'corrects' | 'quarter'>,
  ): Promise<PublicationLife | undefined>;
  /** The latest ones. @throws ShieldError `temporal.*` */
  latest(most: number): Promise<readonly PublicationLife[]>;
}

/** First months after a quarter. */
const MONTHS = ['JANUARY', 'APRIL', 'JULY', 'OCTOBER'] as const;

/** @param to where workers of publications wait, and what keeps this installation apart */
export function createPublicationClient(
  temporal: TemporalConnection,
  to: { readonly taskQueue: string; readonly prefix: string },
): PublicationClient {
  const { schedule: schedules, workflow } = temporal.client;
  const { prefix, taskQueue } = to;
  const scheduleId = `${prefix}publication`;
  const handle = schedules.getHandle(scheduleId);
  const existing = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await act();
    } catch (error) {
      const isAbsent =
        error instanceof ScheduleNotFoundError || error instanceof WorkflowNotFoundError;
      if (isAbsent) return undefined;
      throw toShieldError(error);
    }
  };
  const viewOf = (workflowId: string) =>
    existing(() => workflow.getHandle(workflowId).query<PublicationLife>(PUBLISH_REPORT.view));
  return {
    schedule: async (calendar) => {
      const options = scheduleOf(calendar, to);
      try {
        await schedules.create({ scheduleId, ...options });
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw toShieldError(error);
        await existing(() => handle.update(({ state }) => ({ ...options, state })));
      }
    },
    pause: async (note) => (await existing(async () => [await handle.pause(note)])) !== undefined,
    resume: async () => (await existing(async () => [await handle.unpause()])) !== undefined,
    shownSchedule: () =>
      existing(async () => {
        const { info, state } = await handle.describe();
        const next = info.nextActionTimes.map((at) => at.getTime());
        return { isPaused: state.paused, note: state.note ?? '', next };
      }),
    start: async (about, rules) => {
      try {
        await workflow.start(PUBLISH_REPORT.workflow, {
          workflowId: publicationWorkflowId(prefix, about),
          taskQueue,
          args: [{ about, rules }],
          workflowIdConflictPolicy: 'FAIL',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          typedSearchAttributes: new TypedSearchAttributes([
            { key: SHIELD_KIND, value: 'publication' },
          ]),
        });
        return true;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw toShieldError(error);
      }
    },
    view: (about) => viewOf(publicationWorkflowId(prefix, about)),
    latest: async (most) => {
      const ids = new Set<string>();
      const query = `ShieldKind = 'publication' AND WorkflowType = '${PUBLISH_REPORT.workflow}'`;
      try {
        for await (const { workflowId } of workflow.list({ query })) {
          if (workflowId.startsWith(`${scheduleId}:`)) ids.add(workflowId);
          if (ids.size >= most) break;
        }
      } catch (error) {
        throw toShieldError(error);
      }
      const lives = await Promise.all([...ids].map(viewOf));
      return lives.filter((life) => life !== undefined);
    },
  };
}

/** Each quarter has its own run, even where the one before still waits for people. */
function scheduleOf(
  { catchUpMs, day }: PublicationCalendar,
  { prefix, taskQueue }: { readonly taskQueue: string; readonly prefix: string },
): Omit<ScheduleOptions, 'scheduleId'> {
  return {
    spec: { calendars: [{ month: [...MONTHS], dayOfMonth: day }] },
    action: {
      type: 'startWorkflow',
      workflowType: PUBLISH_REPORT.begin,
      workflowId: `${prefix}begin-publication`,
      taskQueue,
      args: [{ prefix }],
    },
    policies: { overlap: 'ALLOW_ALL', catchupWindow: catchUpMs },
  };
}
