import {
  type CustodyRules,
  custodyWorkflowId,
  type DefenderRef,
  deriveId,
  type MeasureName,
  noticeId,
  type ReportId,
  type ResponderRef,
  reportTaskId,
  reportWorkflowId,
  reviewWorkflowId,
} from '@hrd-shield/contracts';
import { createCustodyClient, createReportClient, createReviewClient } from '@hrd-shield/temporal';
import type {
  CustodyProtocolActivities,
  HandleIncidentReportActivities,
  ReviewDesignationActivities,
} from '@hrd-shield/workflows';
import { WORKFLOWS_PATH } from '../../services/designate/src/workflows-path.ts';
import { openRecorder } from './open-recorder.ts';

/*
 * Records histories of the workflows of the registry as the code stands, on the server at
 * TEMPORAL_ADDRESS: `TEMPORAL_ADDRESS=host:port tsx test/replay/record-registry-history.ts 1`.
 */
const recorder = await openRecorder('record-registry-history');
const { connection, taskQueue } = recorder;
const hana = deriveId('r', 'hana') as ResponderRef;
const report = deriveId('i', 'recorded', process.pid) as ReportId;
const defender = deriveId('d', 'recorded', process.pid) as DefenderRef;
const custody = createCustodyClient(connection, taskQueue);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let looks = 0;
const activities: ReviewDesignationActivities &
  HandleIncidentReportActivities &
  CustodyProtocolActivities = {
  // Looks, is told of something, waits for a second, and is over at the third look.
  keepDesignation: async () => {
    looks += 1;
    const notice = {
      id: noticeId(defender, 'recorded', looks),
      kind: 'designation-waits',
      target: { kind: 'rung', rung: 'reminder' },
      task: reportTaskId(report),
      dueAt: 0,
    } as const;
    return {
      isOver: looks >= 3,
      version: looks,
      nextAt: Date.now() + 1_000,
      notices: looks === 1 ? [notice] : [],
    };
  },
  markTold: async () => undefined,
  tellPeople: async () => undefined,
  holdRegistry: async () => undefined,
  sendCustodyCommands: async (_, commands) => {
    for (const { act, id, instance } of commands) {
      const status = act === 'lift' ? 'lifted' : 'applied';
      await custody.deliverAck(defender, { command: id, instance, status });
    }
  },
};
await recorder.work({ workflowsPath: WORKFLOWS_PATH, activities });

async function keep(workflow: string, name: string, workflowId: string): Promise<void> {
  await recorder.ended(workflowId);
  await recorder.keep(workflow, name, workflowId);
}

const reports = createReportClient(connection, taskQueue);
await reports.open({ report, critical: true, openedAt: Date.now(), answerMs: 2_000 });
await pause(2_500);
const answered = { kind: 'answered', responder: hana, scripted: false } as const;
const closed = { kind: 'closed', responder: hana, ending: 'referred' } as const;
await reports.change(report, answered);
await reports.change(report, { kind: 'written-to' });
await reports.change(report, answered);
await reports.change(report, closed);
await keep('handle-incident-report', 'overdue-and-answered-twice', reportWorkflowId(report));

await createReviewClient(connection, taskQueue).look(defender);
await keep('review-designation', 'told-and-over', reviewWorkflowId(defender));

const rules: CustodyRules = {
  hash: 'a'.repeat(64),
  measures: ['lock-for-holder', 'refuse-posting'] as MeasureName[],
  answerMs: 1_000,
  attempts: 3,
  remindMs: 3_000,
  lifetimeMs: 4_000,
};
const about = { defender, round: 0, rules };
await custody.watch({ ...about, checkInBy: Date.now() + 1_500, checkInEveryMs: 1_500 });
await custody.checkIn(defender);
await pause(6_000);
await custody.end(defender, { isSafetyProved: true });
await keep('custody-protocol', 'missed-check-in-and-safe', custodyWorkflowId(defender));
await recorder.stop();
