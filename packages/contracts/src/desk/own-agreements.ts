import { z } from 'zod';
import { CheckIn, ContactHours } from '../contact-hours.ts';
import { field } from '../field.ts';
import { DefenderRef } from '../ids.ts';
import { routes } from './route.ts';

const PHRASE_CHARS_MAX = 128;

/**
 * The word that a defender may have agreed for moments of coercion; it is taken like any other
 * word.
 */
export const Phrase = field(
  z.string().min(1).max(PHRASE_CHARS_MAX).optional(),
  'word of confirmation; one agreed beforehand means something',
  'identity',
);

/** What a defender or delegate agrees with the shield beside consent. */
export const AGREEMENT_ROUTES = routes({
  setOwnContactHours: {
    method: 'POST',
    path: '/v1/own-designation/contact-hours',
    summary: 'When one can be told something without danger; null: at any hour',
    resource: 'Designation',
    status: 200,
    body: z.strictObject({ hours: ContactHours.nullable() }),
    reply: z.object({ hours: ContactHours.nullable() }),
    once: true,
    audit: 'every-use',
  },
  setOwnCheckIn: {
    method: 'POST',
    path: '/v1/own-designation/check-in-schedule',
    summary: 'How often one says that one is free; null stops it. Takes the agreed phrase',
    resource: 'Designation',
    status: 200,
    body: z.strictObject({ checkIn: CheckIn.nullable(), phrase: Phrase }),
    reply: z.object({ checkIn: CheckIn.nullable() }),
    once: true,
    audit: 'every-use',
  },
  // The registry accounts for it itself: no failing audit keeps somebody from taking it back.
  setOwnCounting: {
    method: 'POST',
    path: '/v1/own-designation/counting',
    summary:
      'Whether what one said of oneself is counted with what many others said; `forget` removes it',
    resource: 'Designation',
    status: 200,
    body: z.discriminatedUnion('counted', [
      z.strictObject({ counted: z.literal(true) }),
      z.strictObject({ counted: z.literal(false), forget: z.boolean().default(false) }),
    ]),
    reply: z.object({ counted: z.boolean() }),
    once: true,
    audit: 'refusals',
  },
  // No failing audit keeps somebody from saying that they are free.
  checkIn: {
    method: 'POST',
    path: '/v1/own-designation/check-ins',
    summary: 'Says that one is free',
    resource: 'Designation',
    status: 200,
    reply: z.object({ defender: DefenderRef }),
    audit: 'refusals',
  },
});
