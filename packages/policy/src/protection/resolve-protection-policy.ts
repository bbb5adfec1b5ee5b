import { ShieldError } from '@hrd-shield/contracts';
import type {
  Playbook,
  PlaybookStep,
  ProtectionPolicy,
  TaskSpec,
} from '@hrd-shield/domain/protection';
import { checkPlaybooks } from './check-playbooks.ts';
import type { MeasureRules } from './measure-rules.ts';
import { limitsOf, measureSpec } from './measure-spec.ts';
import type { PlaybookRules, ResponseRules, StepsRules, TaskRules } from './protection-rules.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface RuleFiles {
  readonly catalogue: MeasureRules;
  readonly response: ResponseRules;
  readonly playbooks: readonly PlaybookRules[];
}

/**
 * Brings the rule files together into what the rules of the domain read.
 * @throws ShieldError `config.invalid` for a name used but not defined, or defined twice
 */
export function resolveProtectionPolicy(files: RuleFiles): Omit<ProtectionPolicy, 'hash'> {
  const { catalogue, response, playbooks } = files;
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
  if (wrong !== undefined) throw refusal(wrong);
  const { timing } = response;
  return {
    measures: Object.fromEntries(
      catalogue.measures.map((entry) => [entry.id, measureSpec(entry)] as const),
    ),
    limits: limitsOf(catalogue.limits),
    playbooks: Object.fromEntries(
      playbooks.map((playbook) => [playbook.threat, playbookOf(playbook.steps)] as const),
    ),
    fallback: playbookOf(response.fallback),
    escalation: taskSpec(response.escalation),
    ladder: response.ladder,
    timing: {
      ackDeadlineMs: timing.ackDeadlineMs,
      maxTries: timing.maxTries,
      liftRetryMs: timing.liftRetryMs,
      claimLeaseMs: timing.claimLeaseMinutes * MINUTE_MS,
      quietMs: timing.quietHours * HOUR_MS,
      rememberMs: timing.rememberHours * HOUR_MS,
      renewBelowRatio: timing.renewBelowRatio,
    },
  };
}

function playbookOf(rules: StepsRules): Playbook {
  const { watch, guard, shield } = rules;
  return {
    steps: {
      ...(watch === undefined ? {} : { watch: stepOf(watch) }),
      ...(guard === undefined ? {} : { guard: stepOf(guard) }),
      ...(shield === undefined ? {} : { shield: stepOf(shield) }),
    },
  };
}

function stepOf(step: NonNullable<StepsRules['guard']>): PlaybookStep {
  return {
    measures: step.measures,
    ...(step.task === undefined ? {} : { task: taskSpec(step.task) }),
    ...(step.dueMinutes === undefined ? {} : { dueMs: step.dueMinutes * MINUTE_MS }),
  };
}

function taskSpec(rules: TaskRules): TaskSpec {
  return {
    question: rules.question,
    dueMs: rules.dueMinutes * MINUTE_MS,
    options: rules.options.map(({ id, effect, measures }) => ({
      id,
      effect,
      ...(measures === undefined ? {} : { measures }),
    })),
  };
}

function namesIn(steps: StepsRules): readonly string[] {
  return Object.values(steps).flatMap((step) => [
    ...(step?.measures ?? []),
    ...(step?.task?.options.flatMap((option) => option.measures ?? []) ?? []),
  ]);
}

function refuseUnknown(known: ReadonlySet<string>, used: readonly string[]): void {
  const unknown = used.find((name) => !known.has(name));
  if (unknown !== undefined) throw refusal(`no measure is called ${unknown}`);
}

function refuseRepeats(what: string, names: readonly string[]): void {
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw refusal(`the ${what} ${repeated} is defined twice`);
}

function refusal(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail: `protection rules: ${detail}` });
}
