import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DATA_CLASSES,
  REFUSAL_REASONS,
  type RefusalReason,
  sha256Hex,
} from '@hrd-shield/contracts';
import type { RegistryPolicy } from '@hrd-shield/domain/registry';
import { z } from 'zod';
import { quantity } from '../detection/quantity.ts';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'designation.yaml';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** No consent is not forgotten behind a longer emergency. */
const EMERGENCY_HOURS_MAX = 168;

const text = z.string().min(1);
const length = quantity(z.number().positive());

/** The file `rules/designation.yaml`. */
export const DesignationRules = z
  .strictObject({
    version: text,
    acts: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z][a-z-]{2,47}$/),
          words: text,
          source: text,
          owner: text,
        }),
      )
      .min(1),
    refusals: z.array(z.strictObject({ reason: z.enum(REFUSAL_REASONS), words: text })),
    clocks: z.strictObject({
      reviewEveryDays: length,
      remindBeforeDays: quantity(z.array(z.number().positive()).min(1)),
      graceDays: length,
      heldHours: length,
      outageHours: length,
      lastLineDays: length,
      coolingOffDays: length,
      confirmWithinDays: length,
      appealWithinDays: length,
      proposalDays: length,
      agreeHours: length,
      revealMinutes: length,
      exportMinutes: length,
      rowsMinutes: length,
    }),
    emergency: z.strictObject({
      reviewHours: length,
      endHours: quantity(z.number().positive().max(EMERGENCY_HOURS_MAX)),
      remindHours: length,
      dataClasses: quantity(z.array(z.enum(DATA_CLASSES)).min(1)),
    }),
  })
  .refine(
    ({ refusals }) => REFUSAL_REASONS.every((each) => refusals.some((r) => r.reason === each)),
    { error: 'every reason of refusal has its words' },
  )
  .refine(
    ({ clocks: { remindBeforeDays } }) =>
      remindBeforeDays.every((days, i) => i === 0 || days < (remindBeforeDays[i - 1] ?? 0)),
    { error: 'the earliest reminder comes first' },
  )
  .refine(({ clocks }) => clocks.confirmWithinDays >= clocks.coolingOffDays, {
    error: 'a withdrawal is confirmed within its cooling-off or later',
  })
  .refine(({ emergency }) => emergency.reviewHours < emergency.endHours, {
    error: 'an emergency is reviewed before it ends',
  });

/** The rules of the registry with the words that people read. */
export interface DesignationPolicy extends RegistryPolicy {
  readonly actWords: Readonly<Record<string, string>>;
  readonly refusalWords: Readonly<Record<RefusalReason, string>>;
}

/**
 * @param dir folder with `designation.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadDesignationPolicy(dir: string = RULES): DesignationPolicy {
  const source = readRuleText(join(dir, FILE), FILE);
  const { acts, clocks, emergency, refusals } = parseRules(DesignationRules, source, FILE);
  return {
    hash: sha256Hex(source),
    acts: acts.map(({ id }) => id),
    actWords: Object.fromEntries(acts.map(({ id, words }) => [id, words])),
    refusalWords: Object.fromEntries(
      refusals.map(({ reason, words }) => [reason, words]),
    ) as Record<RefusalReason, string>,
    reviewEveryMs: clocks.reviewEveryDays * DAY_MS,
    remindBeforeMs: clocks.remindBeforeDays.map((days) => days * DAY_MS),
    graceMs: clocks.graceDays * DAY_MS,
    heldMs: clocks.heldHours * HOUR_MS,
    outageMs: clocks.outageHours * HOUR_MS,
    lastLineMs: clocks.lastLineDays * DAY_MS,
    coolingOffMs: clocks.coolingOffDays * DAY_MS,
    confirmWithinMs: clocks.confirmWithinDays * DAY_MS,
    appealWithinMs: clocks.appealWithinDays * DAY_MS,
    proposalMs: clocks.proposalDays * DAY_MS,
    requestMs: {
      agree: clocks.agreeHours * HOUR_MS,
      reveal: clocks.revealMinutes * MINUTE_MS,
      export: clocks.exportMinutes * MINUTE_MS,
      rows: clocks.rowsMinutes * MINUTE_MS,
    },
    emergency: {
      reviewMs: emergency.reviewHours * HOUR_MS,
      endMs: emergency.endHours * HOUR_MS,
      remindMs: emergency.remindHours * HOUR_MS,
      dataClasses: emergency.dataClasses,
    },
  };
}
