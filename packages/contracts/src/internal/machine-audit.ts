import { z } from 'zod';
import type { CloudEvent } from '../envelope/cloud-event.ts';
import { field } from '../field.ts';
import { EpochMs } from '../units.ts';
import { INTERNAL_TYPES } from './envelope-types.ts';

const WORD = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;

/** What one process opened under one purpose in one span of time. It names nobody. */
export const MachineAudit = z.object({
  window: field(z.string().regex(/^[0-9a-f]{16}$/), 'random id of the span', 'plain'),
  service: field(z.string().max(32).regex(WORD), 'who opened', 'plain'),
  purpose: field(z.string().max(48).regex(WORD), 'purpose under which it was sealed', 'plain'),
  from: field(EpochMs, 'before the first opening, epoch ms', 'plain'),
  until: field(EpochMs, 'end of the span, epoch ms', 'plain'),
  openings: field(
    z.number().int().min(1).nullable(),
    'how often; null where the process ended before it could count',
    'plain',
  ),
});
export type MachineAudit = z.infer<typeof MachineAudit>;

/** The event that carries a count. Written twice it is the same event. */
export function machineAuditEvent(audit: MachineAudit): CloudEvent<MachineAudit> {
  return {
    specversion: '1.0',
    id: `${audit.window}/${audit.purpose}`,
    source: `hrd-shield/${audit.service}`,
    type: INTERNAL_TYPES.machineAudit,
    time: new Date(audit.until).toISOString(),
    data: audit,
  };
}
