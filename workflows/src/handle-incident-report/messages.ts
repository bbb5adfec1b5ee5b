import {
  HANDLE_INCIDENT_REPORT,
  type ReportChange,
  type ReportSubject,
} from '@hrd-shield/contracts/pure';
import type { ReportLife } from '@hrd-shield/domain/report';
import { defineQuery, defineUpdate } from '@temporalio/workflow';

/** Argument of the workflow: everything that it will ever need to know. */
export interface HandleIncidentReportInput {
  readonly about: ReportSubject;
}

/** Somebody took, answered or closed the report. Refused when its state does not allow it. */
export const changeReport = defineUpdate<ReportLife['state'], [ReportChange]>(
  HANDLE_INCIDENT_REPORT.change,
);
/** How it stands. */
export const viewReport = defineQuery<ReportLife>(HANDLE_INCIDENT_REPORT.view);
