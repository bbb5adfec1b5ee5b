import type { Notice } from '@hrd-shield/contracts';
import {
  decideReport,
  initialReport,
  isReportClosed,
  nextReportReminderAt,
  type ReportInput,
  type ReportLife,
  refusalOfReportChange,
} from '@hrd-shield/domain/report';
import { allHandlersFinished, condition, proxyActivities, setHandler } from '@temporalio/workflow';
import { refuseWith } from '../refuse-with.ts';
import { TELLING } from '../task-ranks.ts';
import type { HandleIncidentReportActivities } from './activity-types.ts';
import { changeReport, type HandleIncidentReportInput, viewReport } from './messages.ts';

const activities = proxyActivities<HandleIncidentReportActivities>(TELLING);

/**
 * The clock of one incident report, `report:<random>`: tells people until one of them has
 * answered, and ends when the report is closed. No rule lives here.
 */
export async function handleIncidentReport(input: HandleIncidentReportInput): Promise<void> {
  let life: ReportLife = initialReport(input.about);
  let changes = 0;
  const notices: Notice[] = [];
  const take = (given: ReportInput): void => {
    const decided = decideReport(life, given);
    life = decided.life;
    notices.push(...decided.notices);
  };
  setHandler(
    changeReport,
    (change) => {
      take({ kind: 'change', at: Date.now(), change });
      changes += 1;
      return life.state;
    },
    { validator: (change) => refuseWith(refusalOfReportChange(life, change)) },
  );
  setHandler(viewReport, () => life);

  while (!isReportClosed(life)) {
    const seen = changes;
    const hasChanged = (): boolean => changes !== seen;
    const next = nextReportReminderAt(life);
    if (next === undefined) await condition(hasChanged);
    else if (next > Date.now()) await condition(hasChanged, next - Date.now());
    take({ kind: 'clock', at: Date.now() });
    const told = notices.splice(0);
    if (told.length > 0) await activities.tellPeople(told);
  }
  await condition(allHandlersFinished);
}
