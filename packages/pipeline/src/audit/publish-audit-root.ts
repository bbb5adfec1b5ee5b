import { auditRootEvent, auditRootKey, encodeBinary } from '@hrd-shield/contracts';
import type { AuditReader, RootSigner } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordSink } from '../ports/record-sink.ts';

export interface RootPublisherDeps {
  readonly log: AuditReader;
  readonly signer: RootSigner;
  readonly sink: RecordSink;
  readonly clock: Clock;
}

/** The one chain of an installation. */
export const AUDIT_CHAIN = 'shield';

/**
 * Signs the head of the chain and publishes it, unless nothing was added since the last time.
 * Several publishers do no harm: the same head gives the same key.
 * @param to name of the roots topic, and the row number that was published last
 * @returns the row number that is published now
 * @throws ShieldError `kafka.unavailable` | `audit.unavailable`
 */
export async function publishAuditRoot(
  deps: RootPublisherDeps,
  to: { readonly topic: string; readonly lastSeq: number },
): Promise<number> {
  const head = await deps.log.head();
  if (head.seq <= to.lastSeq) return to.lastSeq;
  const root = deps.signer.sign(AUDIT_CHAIN, head, deps.clock.now());
  const event = auditRootEvent(root, 'hrd-shield/audit');
  await deps.sink.send([{ topic: to.topic, ...encodeBinary(event, auditRootKey(root)) }]);
  return head.seq;
}
