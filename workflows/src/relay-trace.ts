import type { WorkflowInterceptors } from '@temporalio/workflow';

/** Where the interceptors of clients and activities keep the trace. @source OpenTelemetry interceptors of the SDK */
const TRACE_HEADER = '_tracer-data';

/**
 * Hands the trace that began a run to everything that the run calls, as it came. Workflow code makes
 * no spans of its own: a library for them in every sandbox costs more than all the rules together,
 * and what a run does is seen in the spans of its updates and activities.
 */
export function interceptors(): WorkflowInterceptors {
  let trace: { readonly [TRACE_HEADER]?: never } = {};
  const traced = <T extends { readonly headers: object }>(input: T): T => ({
    ...input,
    headers: { ...input.headers, ...trace },
  });
  return {
    inbound: [
      {
        execute: async (input, next) => {
          const { [TRACE_HEADER]: came } = input.headers;
          if (came !== undefined) trace = { [TRACE_HEADER]: came as never };
          return await asDeep(() => next(input), came !== undefined);
        },
        handleSignal: async (input, next) =>
          await asDeep(() => next(input), TRACE_HEADER in input.headers),
        handleUpdate: async (input, next) =>
          await asDeep(() => next(input), TRACE_HEADER in input.headers),
      },
    ],
    outbound: [
      {
        scheduleActivity: async (input, next) =>
          await asDeep(async () => next(traced(input)), false),
        continueAsNew: async (input, next) => await asDeep(async () => next(traced(input)), false),
      },
    ],
  };
}

/**
 * Answers as many microtasks later as the tracing of the SDK does: whether an answer comes before or
 * after a call of the same task hangs on it, and histories were recorded under it.
 */
async function asDeep<T>(work: () => Promise<T>, hasTrace: boolean): Promise<T> {
  const within = async (): Promise<T> => await awaited(work);
  if (!hasTrace) return await within();
  return await (async () => await within())();
}

async function awaited<T>(work: () => Promise<T>): Promise<T> {
  const result = await work();
  return result;
}
