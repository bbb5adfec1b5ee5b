import { publicationWorkflowId } from '@hrd-shield/contracts';
import { createPublicationClient } from '@hrd-shield/temporal';
import type { PublishReportActivities } from '@hrd-shield/workflows';
import { WORKFLOWS_PATH } from '../../services/report/src/workflows-path.ts';
import { openRecorder } from './open-recorder.ts';

/*
 * Records histories of the publication of releases as the code stands, on the server at
 * TEMPORAL_ADDRESS: `TEMPORAL_ADDRESS=host:port tsx test/replay/record-publication-history.ts 1`.
 */
const recorder = await openRecorder('record-publication-history');
const { connection, taskQueue } = recorder;
const prefix = `${taskQueue}.`;
const client = createPublicationClient(connection, { taskQueue, prefix });
const rules = {
  hash: 'a'.repeat(64),
  approvers: 2,
  lookMs: 200,
  remindMs: 500,
  reminders: 1,
  escalateMs: 1_000,
  lapseMs: 60_000,
  prepareMs: 10_000,
  stepMs: 10_000,
};
const byCalendar = { quarter: '2026-Q1', preparedBy: 'report-service' };
const correction = {
  quarter: '2026-Q1',
  preparedBy: 'analyst',
  corrects: { release: 'rel_0123456789abcdef01234567', reason: 'recorded late' },
};
const nothing = { approvedBy: [], isSigned: false, problems: [] };
const clear = { approvedBy: ['counsel', 'editor'], isSigned: true, problems: [] };
let refusals = 1;

// Reminded once, escalated once; the release is refused at first and then done.
const activities: PublishReportActivities = {
  planPublication: async () => ({ about: byCalendar, rules }),
  prepareRelease: async () => ({ release: 'rel_0', checksums: 'c' }),
  lookAtDraft: async ({ about, isOverdue, until }) => {
    if (about.corrects !== undefined) {
      return { ...nothing, objection: { by: 'counsel', act: 'refuse', reason: 'not yet' } };
    }
    if (isOverdue) return clear;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - Date.now())));
    return nothing;
  },
  releaseDraft: async () => {
    refusals -= 1;
    return refusals < 0
      ? { isReleased: true }
      : { isReleased: false, isSuperseded: false, reason: 'a file changed' };
  },
  tellPeople: async () => undefined,
  noteEnd: async () => undefined,
};
await recorder.work({ workflowsPath: WORKFLOWS_PATH, activities });

await connection.client.workflow.execute('beginPublication', {
  workflowId: `${prefix}begin`,
  taskQueue,
  args: [{ prefix }],
});
await recorder.keep('begin-publication', 'begun', `${prefix}begin`);
const begun = publicationWorkflowId(prefix, byCalendar);
await recorder.ended(begun);
await recorder.keep('publish-report', 'reminded-and-released', begun);
await client.start(correction, rules);
const refused = publicationWorkflowId(prefix, correction);
await recorder.ended(refused);
await recorder.keep('publish-report', 'correction-refused', refused);
await recorder.stop();
