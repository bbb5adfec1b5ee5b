import type { Step, StepResult } from './step.ts';
import { checkSteps } from './steps.ts';

/** Steps at once: more would slow each other down on two cores. */
const LANES = 2;

export interface CheckResult {
  readonly ok: boolean;
  readonly ms: number;
  readonly steps: readonly StepResult[];
}

/** Runs every step of the check. `onStep` hears of each as it ends. */
export async function runCheck(
  root: string,
  onStep: (result: StepResult) => void = () => {},
): Promise<CheckResult> {
  const startedAt = performance.now();
  const waiting = [...checkSteps(root)];
  const results: StepResult[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await timed(step);
      results.push(result);
      onStep(result);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const ms = Math.round(performance.now() - startedAt);
  return { ok: results.every(({ ok }) => ok), ms, steps: results };
}

async function timed(step: Step): Promise<StepResult> {
  const startedAt = performance.now();
  const ms = () => Math.round(performance.now() - startedAt);
  try {
    return { name: step.name, ...(await step.look()), ms: ms() };
  } catch (error) {
    return {
      name: step.name,
      ok: false,
      summary: 'could not look',
      details: String(error),
      ms: ms(),
    };
  }
}

/** Tests that a check stands for: its unit tests, and one for each other step. */
export function countCheck(steps: readonly StepResult[]): { passed: number; failed: number } {
  let [passed, failed] = [0, 0];
  for (const step of steps) {
    passed += step.tests?.passed ?? Number(step.ok);
    failed +=
      step.tests === undefined ? Number(!step.ok) : Math.max(step.tests.failed, Number(!step.ok));
  }
  return { passed, failed };
}

export function stepLine({ name, ok, ms, summary }: StepResult): string {
  return `${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(16)} ${(ms / 1000).toFixed(1).padStart(5)} s  ${summary}`;
}
