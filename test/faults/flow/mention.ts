import type { LoadEvent } from './load.ts';

export const MENTION = 'org.hrdshield.content.mentioned.v1';

/** A mention of an account, as a strike adds it to the town. */
export function mention(of: {
  readonly id: string;
  readonly at: number;
  readonly key: string;
  readonly actor?: string;
  readonly text?: string;
}): LoadEvent {
  const { actor = 'account-of-a-strike', at, id, key, text = 'hello' } = of;
  const data = { affected: key, actor: { account: actor }, objectId: `post-${id}`, text };
  return { id, type: MENTION, at, key, data };
}
