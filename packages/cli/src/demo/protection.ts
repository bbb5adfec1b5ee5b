import type { DefenderRef } from '@hrd-shield/contracts';
import { protectDefenderWorkflowId } from '@hrd-shield/contracts';
import { loadKey } from '@hrd-shield/keys';
import { connectTemporal, type TemporalConnection } from '@hrd-shield/temporal';
import type { DemoInstallation } from './installation.ts';

/** The workflow server as the demo sees it. */
export interface Protection {
  readonly connection: TemporalConnection;
  /** Protection workflows of these defenders, living or ended. */
  countWorkflows(refs: Iterable<DefenderRef>): Promise<number>;
  stop(): Promise<void>;
}

const NAMESPACE = 'default';
const PROTECTIONS = "WorkflowType = 'protectDefender'";

/**
 * Connects to the workflow server of an installation with its payload key.
 *
 * @throws ShieldError `temporal.*`
 */
export async function openProtection(at: DemoInstallation): Promise<Protection> {
  const connection = await connectTemporal({
    address: at.env.TEMPORAL_ADDRESS ?? '',
    namespace: NAMESPACE,
    payloadKey: await loadKey(at.keysDir, 'payload'),
  });
  return {
    connection,
    countWorkflows: async (refs) => {
      const wanted = new Set([...refs].map(protectDefenderWorkflowId));
      const found = new Set<string>();
      for await (const { workflowId } of connection.client.workflow.list({ query: PROTECTIONS })) {
        if (wanted.has(workflowId)) found.add(workflowId);
      }
      return found.size;
    },
    stop: () => connection.stop(),
  };
}
