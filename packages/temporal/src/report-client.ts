import {
  HANDLE_INCIDENT_REPORT,
  type ReportChange,
  type ReportId,
  type ReportSubject,
  reportWorkflowId,
} from '@hrd-shield/contracts';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Answer } from './ask-protection.ts';
import type { TemporalConnection } from './connect.ts';
import { SHIELD_KIND } from './search-attributes.ts';
import { refusalIn, toShieldError } from './to-shield-error.ts';

/** What the shield says to the clocks of incident reports. */
export interface ReportClient {
  /**
   * Starts the clock of a report. Saying it again changes nothing.
   * @returns false when it runs already or has ended
   * @throws ShieldError `temporal.*`
   */
  open(about: ReportSubject): Promise<boolean>;
  /** @refuses `report.*` @throws ShieldError `temporal.*` */
  change(report: ReportId, change: ReportChange): Promise<Answer>;
}

/** @param taskQueue where the workers of reports wait */
export function createReportClient(to: TemporalConnection, taskQueue: string): ReportClient {
  const { workflow } = to.client;
  return {
    open: async (about) => {
      try {
        await workflow.start(HANDLE_INCIDENT_REPORT.workflow, {
          workflowId: reportWorkflowId(about.report),
          taskQueue,
          args: [{ about }],
          workflowIdConflictPolicy: 'FAIL',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          typedSearchAttributes: new TypedSearchAttributes([{ key: SHIELD_KIND, value: 'report' }]),
        });
        return true;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw toShieldError(error);
      }
    },
    change: async (report, change) => {
      try {
        await workflow
          .getHandle(reportWorkflowId(report))
          .executeUpdate<unknown, [ReportChange]>(HANDLE_INCIDENT_REPORT.change, {
            args: [change],
          });
        return { ok: true };
      } catch (error) {
        const code = refusalIn(error, 'report.unknown');
        if (code !== undefined) return { ok: false, code };
        throw toShieldError(error);
      }
    },
  };
}
