import type { Actor, PlatformEventData, PlatformEventType } from '@hrd-shield/contracts';

type Content = PlatformEventData<'org.hrdshield.content.posted.v1'>;
type Account = Content['affected'];

/** A post as a platform has it: one object that may concern many people. */
export interface Post extends Omit<Content, 'affected' | 'actor' | 'parentId'> {
  readonly author: Actor;
  /** Accounts named in it. */
  readonly mentions?: readonly Account[];
  /** What it answers. */
  readonly replyTo?: { readonly account: Account; readonly objectId: string };
  readonly quoteOf?: { readonly account: Account; readonly objectId: string };
  /** What the author was to each person concerned; absent where the platform cannot say. */
  readonly relations?: Readonly<Record<string, Actor['relation']>>;
}

export interface FannedEvent {
  readonly id: string;
  readonly type: PlatformEventType;
  readonly data: Content;
}

/**
 * One event for each account that a post affects: the author's own, the one answered, the one
 * quoted, each one mentioned. Nobody gets two for one post: an answer or quote says more than a
 * mention. Ids follow from the post's id, so sending again changes nothing.
 */
export function fanOut(post: Post, id: string): FannedEvent[] {
  const { author, mentions = [], quoteOf, relations = {}, replyTo, ...content } = post;
  const events: FannedEvent[] = [];
  const taken = new Set<string>();
  const add = (suffix: string, type: PlatformEventType, affected: Account, parentId?: string) => {
    if (taken.has(affected)) return;
    taken.add(affected);
    const relation = relations[affected];
    const actor = relation === undefined ? author : { ...author, relation };
    const parent = parentId === undefined ? {} : { parentId };
    events.push({ id: `${id}${suffix}`, type, data: { ...content, ...parent, affected, actor } });
  };
  add(
    '',
    'org.hrdshield.content.posted.v1',
    author.account,
    replyTo?.objectId ?? quoteOf?.objectId,
  );
  if (replyTo !== undefined) {
    add('/reply', 'org.hrdshield.content.replied.v1', replyTo.account, replyTo.objectId);
  }
  if (quoteOf !== undefined) {
    add('/quote', 'org.hrdshield.content.quoted.v1', quoteOf.account, quoteOf.objectId);
  }
  mentions.forEach((account, i) => {
    add(`/mention/${i}`, 'org.hrdshield.content.mentioned.v1', account, replyTo?.objectId);
  });
  return events;
}
