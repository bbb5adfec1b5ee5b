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

export const changeReport = defineUpdate<ReportLife['state'], [ReportChange]>(
  HANDLE_INCIDENT_REPORT.change,
);
export const viewReport = defineQuery<ReportLife>(HANDLE_INCIDENT_REPORT.view);
