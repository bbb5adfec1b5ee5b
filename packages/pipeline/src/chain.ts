import type { StepResult } from './step-result.ts';

/** One step: a value in, a value out, or why not. Only reading and sealing need to wait. */
export type Step<In, Out> = (input: In) => StepResult<Out> | Promise<StepResult<Out>>;

/** A chain under construction; each step sees only what the one before let pass. */
export interface Chain<In, Out> {
  next<Next>(step: Step<Out, Next>): Chain<In, Next>;
  /** The whole chain as one step. */
  run(input: In): Promise<StepResult<Out>>;
}

/** A chain of one step; what is dropped or a dead letter there goes no further. */
export function startChain<In, Out>(first: Step<In, Out>): Chain<In, Out> {
  const run = async (input: In): Promise<StepResult<Out>> => first(input);
  return {
    run,
    next: (step) =>
      startChain(async (input: In) => {
        const result = await run(input);
        return result.kind === 'ok' ? step(result.value) : result;
      }),
  };
}
