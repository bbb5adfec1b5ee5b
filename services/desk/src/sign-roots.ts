import { topicName } from '@hrd-shield/contracts';
import { createRootSigner, loadKey } from '@hrd-shield/keys';
import {
  type AuditReader,
  type KeptRound,
  keepRound,
  publishAuditRoot,
  type RecordSink,
} from '@hrd-shield/pipeline';
import type { Context } from './build-parts.ts';

/**
 * Signs the head of the audit chain and publishes it, again and again: whoever changes a row
 * afterwards would have to change what was published, too.
 * @throws ShieldError `keys.unavailable`
 */
export async function signRoots(
  { config, logger, meter }: Context,
  sink: RecordSink,
  log: AuditReader,
): Promise<KeptRound> {
  const signer = createRootSigner(await loadKey(config.keysDir, 'audit-private'));
  const topic = topicName('auditRoots', config.topicPrefix);
  const published = meter.counter('shield_desk_roots_total', 'heads of the audit chain published');
  const clock = { now: () => Date.now() };
  let lastSeq = 0;
  return keepRound(
    config.rootsMs,
    async () => {
      const seq = await publishAuditRoot({ log, signer, sink, clock }, { topic, lastSeq });
      if (seq > lastSeq) published.add(1);
      lastSeq = seq;
    },
    (fault) => logger.warn('the head of the audit chain is not published yet', {}, fault),
  );
}
