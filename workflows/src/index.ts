export type { CustodyProtocolActivities } from './custody-protocol/activity-types.ts';
export { custodyProtocol } from './custody-protocol/workflow.ts';
export type { HandleIncidentReportActivities } from './handle-incident-report/activity-types.ts';
export { handleIncidentReport } from './handle-incident-report/workflow.ts';
export type { HoldAdverseActionActivities } from './hold-adverse-action/activity-types.ts';
export { holdAdverseAction } from './hold-adverse-action/workflow.ts';
export type { ProtectDefenderActivities } from './protect-defender/activity-types.ts';
export * from './protect-defender/messages.ts';
export type { OutboxItems } from './protect-defender/outbox.ts';
export { protectDefender } from './protect-defender/workflow.ts';
export type {
  DraftLook,
  NotReleased,
  PublishReportActivities,
} from './publish-report/activity-types.ts';
export { beginPublication } from './publish-report/begin.ts';
export { publishReport } from './publish-report/workflow.ts';
export { interceptors } from './relay-trace.ts';
export type { RemedyHarmActivities } from './remedy-harm/activity-types.ts';
export { remedyHarm } from './remedy-harm/workflow.ts';
export type {
  DesignationKept,
  ReviewDesignationActivities,
} from './review-designation/activity-types.ts';
export { reviewDesignation } from './review-designation/workflow.ts';
