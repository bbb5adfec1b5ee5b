import type { AccountId, PlatformEventType } from '@hrd-shield/contracts';
import { partitionOf } from '@hrd-shield/kafka';
import type { Emitter } from './create-emitter.ts';

const TRIES_MAX = 10_000;

/**
 * Names of test accounts, one for each partition of a firehose topic.
 * @param prefix start of each name, such as `shield-probe`
 */
export function probeAccounts(prefix: string, partitions: number): readonly string[] {
  const found = new Map<number, string>();
  for (let i = 0; i < TRIES_MAX && found.size < partitions; i += 1) {
    const account = `${prefix}-${i}`;
    const partition = partitionOf(account, partitions);
    if (!found.has(partition)) found.set(partition, account);
  }
  return [...found.values()];
}

/**
 * Sends one known event to each test account on each firehose topic: call it once a minute. The
 * accounts are designated as probes; the shield alarms when their events stop arriving.
 *
 * @param time event time, epoch ms; also makes the ids, so that a repeated call is harmless
 */
export async function emitProbes(
  emitter: Emitter,
  accounts: readonly string[],
  time: number,
): Promise<void> {
  for (const account of accounts) {
    const affected = account as AccountId;
    const stamp = (type: PlatformEventType) => ({ id: `probe:${type}:${account}:${time}`, time });
    const revoked = 'org.hrdshield.account.session-revoked.v1';
    const deleted = 'org.hrdshield.content.deleted.v1';
    const decided = 'org.hrdshield.report.decided.v1';
    await emitter.emit(revoked, { affected, sessionId: 'probe' }, stamp(revoked));
    const actor = { account: affected };
    await emitter.emit(deleted, { affected, actor, objectId: 'probe' }, stamp(deleted));
    await emitter.emit(decided, { affected, reportId: 'probe', upheld: false }, stamp(decided));
  }
}
