import type { TargetingEvent } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import type { ExplainableSignal } from '@hrd-shield/domain/explanation';
import { readLogLines } from '../offline/detect-file.ts';
import { fileDesignations } from '../offline/file-designations.ts';
import { createScreening } from '../offline/screen-lines.ts';

/** Events held for one picture; the others are not drawn. */
const MAX_EVENTS = 50_000;

/** Where events come from: a raw file with the designations that it was detected with, or a log. */
export type EventsFrom =
  | { readonly lines: AsyncIterable<string>; readonly designations: string }
  | { readonly lines: AsyncIterable<string>; readonly targetingLog: true };

/**
 * Events that reached the defender while the campaign went on. Some of them need not belong to it.
 * @param until event time of the last signal, epoch ms
 * @throws ShieldError `input.bad-file` | `designation.bad-file`
 */
export async function campaignEvents(
  from: EventsFrom,
  signal: ExplainableSignal,
  { policy, until }: { readonly policy: DetectionPolicy; readonly until: number },
): Promise<readonly TargetingEvent[]> {
  const events: TargetingEvent[] = [];
  for await (const event of eventsOf(from, policy)) {
    if (event.defender !== signal.defender) continue;
    if (event.at < signal.firstEventAt || event.at > until) continue;
    if (events.length < MAX_EVENTS) events.push(event);
  }
  return events;
}

async function* eventsOf(
  from: EventsFrom,
  policy: DetectionPolicy,
): AsyncGenerator<TargetingEvent> {
  if ('designations' in from) {
    const screening = createScreening(fileDesignations(from.designations), policy.time.latenessMs);
    yield* screening.screen(from.lines);
    return;
  }
  for await (const line of readLogLines(from.lines)) {
    if (line.kind === 'event') yield line.event;
  }
}
