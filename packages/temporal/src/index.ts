export { openApprovalDesk } from './approval-desk.ts';
export type { Answer } from './ask-protection.ts';
export { connectTemporal, type TemporalAddress, type TemporalConnection } from './connect.ts';
export { type CustodyClient, createCustodyClient } from './custody-client.ts';
export { createDataConverter } from './data-converter.ts';
export { createHoldClient, type HoldClient } from './hold-client.ts';
export { createPayloadCodec, type PayloadKey } from './payload-codec.ts';
export { countSealedUnder } from './payload-use.ts';
export {
  createProtectionClient,
  type ProtectionClient,
  type ProtectionStart,
  updateIdOf,
} from './protection-client.ts';
export {
  createPublicationClient,
  type PublicationCalendar,
  type PublicationClient,
} from './publication-client.ts';
export { createRemedyClient, type RemedyClient } from './remedy-client.ts';
export { createRemoteCodec, type RemoteCodec, type RemotePayload } from './remote-codec.ts';
export { createReportClient, type ReportClient } from './report-client.ts';
export { createReviewClient, type ReviewClient } from './review-client.ts';
export { registerSearchAttributes } from './search-attributes.ts';
export {
  type ContactRequest,
  type DecisionRequest,
  type DeskAnswer,
  type HandOverRequest,
  openTaskDesk,
  type TaskDesk,
} from './task-desk.ts';
export type { TaskPrincipal } from './task-principal.ts';
export { tryAgainAfter } from './try-again-after.ts';
export {
  deploymentOf,
  startWorkerHost,
  type WorkerHost,
  type WorkerHostOptions,
} from './worker-host.ts';
export { loadWorkflowBundle } from './workflow-bundle.ts';
