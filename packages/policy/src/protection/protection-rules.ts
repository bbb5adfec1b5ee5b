import { CLEARANCES, THREATS } from '@hrd-shield/contracts';
import { OPTION_EFFECTS } from '@hrd-shield/domain/protection';
import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9-]{2,47}$/, 'lower-case words joined by hyphens');
const hours = z
  .number()
  .positive()
  .max(24 * 366);
const minutes = z
  .number()
  .positive()
  .max(60 * 24 * 31);

const TaskRules = z.strictObject({
  question: name,
  dueMinutes: minutes,
  skill: name.optional(),
  clearance: z.enum(CLEARANCES).optional(),
  danger: z.boolean().optional(),
  options: z
    .array(
      z
        .strictObject({
          id: name,
          effect: z.enum(OPTION_EFFECTS),
          measures: z.array(name).min(1).optional(),
          approvals: z.int().min(1).max(2).optional(),
        })
        .refine((option) => (option.effect === 'apply') === (option.measures !== undefined), {
          error: 'measures stand with the effect apply, and only there',
        }),
    )
    .min(1),
});
export type TaskRules = z.infer<typeof TaskRules>;

const StepRules = z
  .strictObject({
    measures: z.array(name),
    task: TaskRules.optional(),
    /** The task of the tier below, due sooner. */
    dueMinutes: minutes.optional(),
  })
  .refine(({ task, dueMinutes }) => task === undefined || dueMinutes === undefined, {
    error: 'a task has its own time; dueMinutes is for the task of the tier below',
  });
const StepsRules = z.strictObject({
  watch: StepRules.optional(),
  guard: StepRules.optional(),
  shield: StepRules.optional(),
});
export type StepsRules = z.infer<typeof StepsRules>;

/** One file `rules/playbooks/<threat>.yaml`. */
export const PlaybookRules = z.strictObject({ threat: z.enum(THREATS), steps: StepsRules });
export type PlaybookRules = z.infer<typeof PlaybookRules>;

/** `rules/playbooks/response.yaml`. */
export const ResponseRules = z.strictObject({
  timing: z.strictObject({
    ackDeadlineMs: z.int().min(100),
    maxTries: z.int().min(1).max(20),
    liftRetryMs: z.int().min(1000),
    claimLeaseMinutes: minutes,
    undoMinutes: minutes,
    quietHours: hours,
    rememberHours: hours,
    renewBelowRatio: z.number().min(0).max(1),
  }),
  ladder: z
    .array(z.strictObject({ rung: name, dueRatio: z.number().positive().max(100) }))
    .min(1)
    .refine((rungs) => rungs.some((rung) => rung.dueRatio === 1), {
      error: 'one rung stands at the due time',
    })
    .refine((rungs) => rungs.every((rung, i) => rung.dueRatio > (rungs[i - 1]?.dueRatio ?? 0)), {
      error: 'rungs stand in the order of their times',
    }),
  dangerLadder: z
    .array(z.strictObject({ rung: name, dueRatio: z.number().min(0).max(100) }))
    .min(1)
    .refine((rungs) => rungs[0]?.dueRatio === 0, { error: 'the first rung hears at once' })
    .refine((rungs) => rungs.some((rung) => rung.dueRatio === 1), {
      error: 'one rung stands at the due time',
    })
    .refine((rungs) => rungs.every((rung, i) => rung.dueRatio > (rungs[i - 1]?.dueRatio ?? -1)), {
      error: 'rungs stand in the order of their times',
    }),
  priority: z.strictObject({
    tiers: z.strictObject({
      watch: z.number().positive(),
      guard: z.number().positive(),
      shield: z.number().positive(),
    }),
    danger: z.number().min(1),
    timeLeft: z.number().min(1),
    timeLeftMinutes: minutes,
  }),
  escalation: TaskRules,
  fallback: StepsRules,
});
export type ResponseRules = z.infer<typeof ResponseRules>;
