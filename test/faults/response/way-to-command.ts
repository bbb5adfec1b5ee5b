import { type DefenderRef, protectDefenderWorkflowId } from '@hrd-shield/contracts';
import type { WorkflowHandle } from '@temporalio/client';
import type { ResponseStage } from '../../harness/response-stage.ts';

/** Where the time from a signal to its first command went, epoch ms. */
export interface WayToCommand {
  readonly startedAt: number;
  readonly workflowTaskAt: number;
  readonly scheduledAt: number;
}

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type TimedEvent = NonNullable<History['events']>[number];

/** When an event of a history was, epoch ms; 0 where there is none. */
export function eventMs(event: Pick<TimedEvent, 'eventTime'> | undefined): number {
  const { nanos, seconds } = event?.eventTime ?? {};
  return Number(seconds ?? 0) * 1_000 + Math.round((nanos ?? 0) / 1e6);
}

/** Reads the history of a defender: started, first looked at, command asked for. */
export async function wayToCommand(
  { temporal }: Pick<ResponseStage, 'temporal'>,
  ref: DefenderRef,
): Promise<WayToCommand> {
  const { events } = await temporal.client.workflow
    .getHandle(protectDefenderWorkflowId(ref))
    .fetchHistory();
  const at = (pick: (event: NonNullable<typeof events>[number]) => boolean): number =>
    eventMs(events?.find(pick));
  return {
    startedAt: at((event) => event.workflowExecutionStartedEventAttributes != null),
    workflowTaskAt: at((event) => event.workflowTaskStartedEventAttributes != null),
    scheduledAt: at(
      ({ activityTaskScheduledEventAttributes: asked }) => asked?.activityType?.name === 'carryOut',
    ),
  };
}
