import type { PlatformEventType } from '@hrd-shield/contracts';
import { partitionOf } from '@hrd-shield/kafka';
import type { KnownEvent } from './to-record.ts';

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
 * One known event for each test account on each firehose topic: append them once a minute. The
 * accounts are designated as probes; the shield alarms when their events stop arriving.
 *
 * @param at event time, epoch ms; also makes the ids, so that a second copy is harmless
 */
export function probeEvents(accounts: readonly string[], at: number): readonly KnownEvent[] {
  return accounts.flatMap((account) =>
    PROBES.map(({ type, data }) => ({
      id: `probe:${type}:${account}:${at}`,
      type,
      at,
      key: account,
      data: data(account),
    })),
  );
}

/** What a known event says on each topic: as little as its schema allows. */
const PROBES: readonly {
  readonly type: PlatformEventType;
  readonly data: (affected: string) => unknown;
}[] = [
  {
    type: 'org.hrdshield.account.session-revoked.v1',
    data: (affected) => ({ affected, sessionId: 'probe' }),
  },
  {
    type: 'org.hrdshield.content.deleted.v1',
    data: (affected) => ({ affected, actor: { account: affected }, objectId: 'probe' }),
  },
  {
    type: 'org.hrdshield.report.decided.v1',
    data: (affected) => ({ affected, reportId: 'probe', upheld: false }),
  },
];
