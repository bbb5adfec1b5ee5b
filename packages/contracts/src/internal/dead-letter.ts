import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../error-codes.ts';
import { field } from '../field.ts';
import { Count, EpochMs } from '../units.ts';

const codes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];

/**
 * A record that could not be taken, and why. Before screening `bytes` are the original; past it
 * they are sealed, and neither key nor position of the firehose is carried.
 */
export const DeadLetter = z.object({
  code: field(z.enum(codes), 'error code', 'plain'),
  step: field(z.string().max(64), 'step that refused it', 'plain'),
  reason: field(z.string().max(512), 'what does not fit, without values', 'plain'),
  at: field(EpochMs, 'when it was refused, epoch ms', 'plain'),
  topic: field(z.string().max(128), 'topic that it came from', 'plain'),
  sealed: field(z.boolean(), 'bytes are sealed: it was past screening', 'plain'),
  key: field(z.string().optional(), 'original key, base64; only before screening', 'identity'),
  partition: field(Count.optional(), 'source partition; only before screening', 'plain'),
  offset: field(z.string().optional(), 'source offset; only before screening', 'plain'),
  headers: field(
    z.record(z.string(), z.string()).optional(),
    'original headers; only before screening',
    'identity',
  ),
  bytes: field(z.string(), 'original value: base64, or sealed record when sealed', 'identity'),
});
export type DeadLetter = z.infer<typeof DeadLetter>;
