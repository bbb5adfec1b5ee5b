import { z } from 'zod';
import { field } from '../field.ts';
import { ActorRef } from '../ids.ts';

/** What `respond` asks `hold` before something automatic touches accounts. */
export const OwnCommandQuestion = z.strictObject({
  actors: field(
    z.array(ActorRef).min(1).max(256),
    'pseudonyms of the accounts where they act on others',
    'pseudonym',
  ),
});
export type OwnCommandQuestion = z.infer<typeof OwnCommandQuestion>;

/** For each actor whether only a person may touch it. */
export const OwnCommandAnswer = z.object({
  fresh: field(z.boolean(), 'false while the view may be behind: nobody can tell', 'plain'),
  spared: field(z.array(z.boolean()), 'in the order of the question', 'identity'),
});
export type OwnCommandAnswer = z.infer<typeof OwnCommandAnswer>;
