import type { Notice } from '@hrd-shield/contracts';

/** What the workflow asks of the world. Each call may happen more than once. */
export interface HandleIncidentReportActivities {
  tellPeople(notices: readonly Notice[]): Promise<void>;
}
