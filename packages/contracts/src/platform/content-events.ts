import { z } from 'zod';
import { field } from '../field.ts';
import { AccountId } from '../ids.ts';
import { Actor, Judgement, Verdicts } from './actor.ts';

const TEXT_CHARS_MAX = 65_536;

export const Media = z.object({
  perceptualHash: field(
    z.string().regex(/^[0-9a-f]{16}$/),
    '64-bit perceptual hash, hex',
    'content',
  ),
  kind: field(z.enum(['image', 'video', 'audio']), 'kind of media', 'content'),
  provenance: field(
    z.enum(['intact', 'stripped', 'absent', 'invalid']).optional(),
    'state of the provenance manifest',
    'content',
  ),
  recognisedText: field(
    z.string().max(4096).optional(),
    'text that the platform read in the picture',
    'content',
  ),
});

const base = {
  affected: field(AccountId, 'the account that this event affects; equals the key', 'identity'),
  actor: field(Actor, 'who acts', 'identity'),
  objectId: field(z.string().min(1).max(128), 'the new or touched object', 'identity'),
  parentId: field(z.string().max(128).optional(), 'the object answered or shared', 'identity'),
  text: field(z.string().max(TEXT_CHARS_MAX).optional(), 'what was written', 'content'),
  language: field(z.string().max(16).optional(), 'BCP 47 language as detected', 'content'),
  links: field(z.array(z.string().max(2048)).max(16).optional(), 'links in the text', 'content'),
  media: field(z.array(Media).max(8).optional(), 'attached media', 'content'),
  shareTemplate: field(
    z.boolean().optional(),
    'the text came from a share button of a petition or site',
    'content',
  ),
  verdicts: Verdicts,
};

const Content = z.object(base);

/** A direct message: metadata only, never an encrypted body. */
const Message = z.object({
  affected: base.affected,
  actor: base.actor,
  objectId: base.objectId,
  links: base.links,
  media: base.media,
  isRequest: field(z.boolean().optional(), 'sent to the requests folder', 'content'),
  verdicts: base.verdicts,
});

const Reaction = z.object({
  affected: base.affected,
  actor: base.actor,
  objectId: base.objectId,
  reaction: field(
    z.string().max(32),
    'like, angry, downvote, not-interested, mute, block, …, as the platform names it',
    'content',
  ),
  viewedObject: field(
    z.boolean().optional(),
    'the actor had seen the object before reacting',
    'content',
  ),
});

const Deletion = z.object({
  affected: base.affected,
  actor: base.actor,
  objectId: base.objectId,
});

/** A verdict about content that was told of before. */
const Judged = z.object({
  affected: base.affected,
  actor: field(Actor.optional(), 'who made the content', 'identity'),
  objectId: base.objectId,
  judgement: field(Judgement.omit({ trust: true }), 'the verdict and its source', 'content'),
});

/** Types of `platform.content-events.v1`. */
export const CONTENT_EVENTS = {
  'org.hrdshield.content.posted.v1': Content,
  'org.hrdshield.content.replied.v1': Content,
  'org.hrdshield.content.mentioned.v1': Content,
  'org.hrdshield.content.quoted.v1': Content,
  'org.hrdshield.content.reposted.v1': Content,
  'org.hrdshield.content.reacted.v1': Reaction,
  'org.hrdshield.content.messaged.v1': Message,
  'org.hrdshield.content.edited.v1': Content,
  'org.hrdshield.content.deleted.v1': Deletion,
  'org.hrdshield.content.judged.v1': Judged,
} as const;
