import type {
  Playbook,
  PlaybookStep,
  ProtectionPolicy,
  Rota,
  TaskSpec,
} from '@hrd-shield/domain/protection';
import { checkPlaybooks } from './check-playbooks.ts';
import { faultsOfRota } from './check-rota.ts';
import type { MeasureRules } from './measure-rules.ts';
import { limitsOf, measureSpec } from './measure-spec.ts';
import type { PlaybookRules, ResponseRules, StepsRules, TaskRules } from './protection-rules.ts';
import type { RotaRules } from './rota-rules.ts';
import { rulesInvalid } from './rules-invalid.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface RuleFiles {
  readonly catalogue: MeasureRules;
  readonly response: ResponseRules;
  readonly playbooks: readonly PlaybookRules[];
  readonly rota: RotaRules;
}

/**
 * Brings the rule files together into what the rules of the domain read.
 * @throws ShieldError `config.invalid` for a name used but not defined, or defined twice
 */
export function resolveProtectionPolicy(files: RuleFiles): Omit<ProtectionPolicy, 'hash'> {
  const { catalogue, response, playbooks, rota } = files;
  refuseRepeats(
    'measure',
    catalogue.measures.map((entry) => entry.id),
  );
  refuseRepeats(
    'playbook',
    playbooks.map((playbook) => playbook.threat),
  );
  const known = new Set(catalogue.measures.map((entry) => entry.id));
  refuseUnknown(known, [
    ...catalogue.measures.flatMap((entry) => entry.successor ?? []),
    ...[...playbooks.map((playbook) => playbook.steps), response.fallback].flatMap(namesIn),
  ]);
  const [wrong] = checkPlaybooks(files);
  if (wrong !== undefined) throw rulesInvalid(wrong);
  const { priority, timing } = response;
  const grave = graveMeasures(catalogue);
  const policy = {
    measures: Object.fromEntries(
      catalogue.measures.map((entry) => [entry.id, measureSpec(entry)] as const),
    ),
    limits: limitsOf(catalogue.limits),
    playbooks: Object.fromEntries(
      playbooks.map((playbook) => [playbook.threat, playbookOf(playbook.steps, grave)] as const),
    ),
    fallback: playbookOf(response.fallback, grave),
    escalation: taskSpec(response.escalation, grave),
    ladder: response.ladder,
    dangerLadder: response.dangerLadder,
    priority: {
      tiers: priority.tiers,
      danger: priority.danger,
      timeLeft: priority.timeLeft,
      timeLeftMs: priority.timeLeftMinutes * MINUTE_MS,
    },
    rota: rotaOf(rota),
    timing: {
      ackDeadlineMs: timing.ackDeadlineMs,
      maxTries: timing.maxTries,
      liftRetryMs: timing.liftRetryMs,
      claimLeaseMs: timing.claimLeaseMinutes * MINUTE_MS,
      undoMs: timing.undoMinutes * MINUTE_MS,
      quietMs: timing.quietHours * HOUR_MS,
      rememberMs: timing.rememberHours * HOUR_MS,
      renewBelowRatio: timing.renewBelowRatio,
    },
  };
  const [uncovered] = faultsOfRota(policy);
  if (uncovered !== undefined) throw rulesInvalid(uncovered);
  return policy;
}

function rotaOf(rules: RotaRules): Rota {
  const { desks, exposurePerShift, fallback, rungs } = rules;
  return {
    desks,
    rungs: rungs.map((each) => ({
      rung: each.rung,
      desks: each.desks,
      ...(each.fallback === undefined ? {} : { fallback: each.fallback }),
    })),
    ...(fallback === undefined ? {} : { fallback }),
    exposurePerShift,
  };
}

/** Measures that cost other accounts so much that two people decide them. */
type Grave = ReadonlySet<string>;

function graveMeasures(catalogue: MeasureRules): Grave {
  return new Set(
    catalogue.measures
      .filter(({ harm, subject }) => subject === 'actors' && (harm === 'medium' || harm === 'high'))
      .map(({ id }) => id),
  );
}

function playbookOf(rules: StepsRules, grave: Grave): Playbook {
  const { watch, guard, shield } = rules;
  return {
    steps: {
      ...(watch === undefined ? {} : { watch: stepOf(watch, grave) }),
      ...(guard === undefined ? {} : { guard: stepOf(guard, grave) }),
      ...(shield === undefined ? {} : { shield: stepOf(shield, grave) }),
    },
  };
}

function stepOf(step: NonNullable<StepsRules['guard']>, grave: Grave): PlaybookStep {
  return {
    measures: step.measures,
    ...(step.task === undefined ? {} : { task: taskSpec(step.task, grave) }),
    ...(step.dueMinutes === undefined ? {} : { dueMs: step.dueMinutes * MINUTE_MS }),
  };
}

function taskSpec(rules: TaskRules, grave: Grave): TaskSpec {
  return {
    question: rules.question,
    dueMs: rules.dueMinutes * MINUTE_MS,
    ...(rules.skill === undefined ? {} : { skill: rules.skill }),
    ...(rules.clearance === undefined ? {} : { clearance: rules.clearance }),
    ...(rules.danger === undefined ? {} : { danger: rules.danger }),
    options: rules.options.map((option) => ({
      id: option.id,
      effect: option.effect,
      ...(option.measures === undefined ? {} : { measures: option.measures }),
      ...approvalsOf(option, grave),
    })),
  };
}

function approvalsOf(
  { approvals, measures = [] }: TaskRules['options'][number],
  grave: Grave,
): { readonly approvals?: number } {
  const people = approvals ?? (measures.some((measure) => grave.has(measure)) ? 2 : 1);
  return people === 1 ? {} : { approvals: people };
}

function namesIn(steps: StepsRules): readonly string[] {
  return Object.values(steps).flatMap((step) => [
    ...(step?.measures ?? []),
    ...(step?.task?.options.flatMap((option) => option.measures ?? []) ?? []),
  ]);
}

function refuseUnknown(known: ReadonlySet<string>, used: readonly string[]): void {
  const unknown = used.find((name) => !known.has(name));
  if (unknown !== undefined) throw rulesInvalid(`no measure is called ${unknown}`);
}

function refuseRepeats(what: string, names: readonly string[]): void {
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw rulesInvalid(`the ${what} ${repeated} is defined twice`);
}
