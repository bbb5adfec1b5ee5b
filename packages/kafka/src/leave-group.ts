import type { Broker, Cluster } from 'kafkajs';

/** A place in a group that nobody holds any more. */
export interface FormerMember {
  readonly groupId: string;
  readonly memberId: string;
}

/** What the client's broker can, and its types leave out. */
type Coordinator = Broker & { leaveGroup(member: FormerMember): Promise<unknown> };

/**
 * Takes a member that died out of its group. A group keeps whoever joins waiting until each former
 * member has joined too or its session is over. A group that does not know it, or does not answer,
 * changes nothing.
 */
export async function leaveGroup(cluster: Cluster, member: FormerMember): Promise<void> {
  try {
    const coordinator = await cluster.findGroupCoordinator({ groupId: member.groupId });
    await (coordinator as Coordinator).leaveGroup(member);
  } catch {
    // The group finds out by itself, a session later.
  }
}
