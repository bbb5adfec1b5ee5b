export { decideReport, type ReportInput, refusalOfReportChange } from './decide.ts';
export { initialReport, isReportClosed, nextReportReminderAt, type ReportLife } from './state.ts';
