import {
  decidePublication,
  initialPublication,
  isPublicationOver,
  nextPublicationAt,
  type PublicationEnd,
  type PublicationInput,
  type PublicationLife,
} from '@hrd-shield/domain/publication';
import { continueAsNew, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import { TELLING, WRITING } from '../task-ranks.ts';
import type { PublishReportActivities } from './activity-types.ts';
import { type PublishReportInput, viewPublication } from './messages.ts';

/** Steps of one run; then a new run begins with the same life. */
const STEPS_MAX = 300;

/**
 * One publication, `publication:<quarter>`: has the draft made, waits until people have approved and
 * signed it, and has it released. Signatures are made and kept outside; no rule lives here.
 */
export async function publishReport(input: PublishReportInput): Promise<void> {
  const { about, rules } = input;
  let life = input.life ?? initialPublication(about, rules);
  setHandler(viewPublication, () => life);
  const step = stepsOf(input);
  const startToCloseTimeout = rules.stepMs;
  const telling = proxyActivities<PublishReportActivities>({ ...TELLING, startToCloseTimeout });
  for (let count = 0; count < STEPS_MAX && !isPublicationOver(life); count += 1) {
    const decided = decidePublication(life, await step(life));
    life = decided.life;
    if (decided.notices.length > 0) await telling.tellPeople(decided.notices);
  }
  if (isPublicationOver(life)) {
    await telling.noteEnd(about, life.state as PublicationEnd);
    return;
  }
  await continueAsNew<typeof publishReport>({ about, rules, life });
}

/** What is asked of the world in each state; all of it may be asked again. */
function stepsOf({ about, rules }: PublishReportInput) {
  const preparing = proxyActivities<PublishReportActivities>({
    ...WRITING,
    startToCloseTimeout: rules.prepareMs,
  });
  const brief = proxyActivities<PublishReportActivities>({
    ...WRITING,
    startToCloseTimeout: rules.stepMs,
  });
  return async (life: PublicationLife): Promise<PublicationInput> => {
    const { draft, isOverdue, standing, state } = life;
    if (state === 'preparing' || draft === undefined) {
      const made = await preparing.prepareRelease(about);
      const at = Date.now();
      return 'impossible' in made
        ? { kind: 'impossible', at, reason: made.impossible }
        : { kind: 'drafted', at, draft: made };
    }
    if (state === 'releasing') {
      const told = await brief.releaseDraft(about, draft);
      if (told.isReleased) return { kind: 'released', at: Date.now() };
      // What fails at once is not tried at once.
      await sleep(rules.lookMs);
      const { isSuperseded, reason } = told;
      return { kind: 'not-released', at: Date.now(), reason, isSuperseded };
    }
    const until = nextPublicationAt(life);
    const look = { about, draft, seen: standing, until, everyMs: rules.lookMs, isOverdue };
    return { kind: 'seen', standing: await brief.lookAtDraft(look), at: Date.now() };
  };
}
