import { z } from 'zod';
import { field } from '../field.ts';
import { StatementCode } from '../ids.ts';
import { EpochMs } from '../units.ts';
import { STATEMENT_GROUNDS, STATEMENT_REDRESS, STATEMENT_SCOPES } from '../vocabulary.ts';

/**
 * What a restricted account is told when a measure touches it. The same for whomever the platform
 * protects: nothing in it says, or lets anyone conclude, that somebody is designated. The code is
 * all that an appeal needs.
 */
export const StatementOfReasons = z.object({
  code: field(StatementCode, 'names the statement in an appeal', 'pseudonym'),
  ground: field(z.enum(STATEMENT_GROUNDS), 'rule of the platform that it rests on', 'plain'),
  scope: field(z.enum(STATEMENT_SCOPES), 'what is restricted, without saying toward whom', 'plain'),
  automated: field(z.boolean(), 'imposed without a person', 'plain'),
  imposedAt: field(EpochMs, 'when, epoch ms', 'plain'),
  until: field(EpochMs, 'when it ends by itself, epoch ms', 'plain'),
  redress: field(z.enum(STATEMENT_REDRESS), 'how it is contested; another person decides', 'plain'),
});
export type StatementOfReasons = z.infer<typeof StatementOfReasons>;
