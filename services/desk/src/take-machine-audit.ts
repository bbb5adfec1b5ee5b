import { topicName } from '@hrd-shield/contracts';
import { createKafkaSource, kafkaConnection } from '@hrd-shield/kafka';
import { type AuditLog, landMachineAudit } from '@hrd-shield/pipeline';
import type { Context } from './build-parts.ts';

const GROUP = 'shield-desk-machine-audit';
/** A dead process gives its partition away after this long, ms. */
const SESSION_TIMEOUT_MS = 15_000;

/**
 * Adds what machines opened to the audit chain. While the database is away it waits on the log, and
 * while the log is away on the disks of those who opened it; the desk is open all the same.
 * @returns ends it
 */
export function takeMachineAudit(
  { config, logger, meter }: Context,
  log: AuditLog,
): () => Promise<void> {
  const refused = meter.counter(
    'shield_desk_machine_audit_refused_total',
    'records of what machines opened that cannot be read',
  );
  const source = createKafkaSource({
    connection: kafkaConnection(config, GROUP),
    groupId: `${config.topicPrefix}${GROUP}`,
    topics: [topicName('machineAudit', config.topicPrefix)],
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    onFault: (fault) =>
      logger.warn('what machines opened waits for the chain', { code: fault.code }, fault),
  });
  source
    .start({
      onBatch: async ({ records }) => {
        const unread = await landMachineAudit(records, log);
        if (unread > 0) refused.add(unread);
      },
    })
    .catch((fault: unknown) => logger.error('what machines opened is not taken', {}, fault));
  return () => source.stop();
}
