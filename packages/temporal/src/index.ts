export { connectTemporal, type TemporalAddress, type TemporalConnection } from './connect.ts';
export { createDataConverter } from './data-converter.ts';
export { createHoldClient, type HoldClient } from './hold-client.ts';
export {
  type Answer,
  createProtectionClient,
  type ProtectionClient,
  type ProtectionStart,
  updateIdOf,
} from './protection-client.ts';
export { registerSearchAttributes } from './search-attributes.ts';
export {
  createTaskDesk,
  type DecisionRequest,
  type DeskAnswer,
  type TaskDesk,
  type TaskPrincipal,
} from './task-desk.ts';
export { startWorkerHost, type WorkerHost, type WorkerHostOptions } from './worker-host.ts';
export { loadWorkflowBundle, WORKFLOW_SINKS } from './workflow-bundle.ts';
