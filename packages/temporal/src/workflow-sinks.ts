import type { Attributes, HrTime, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';

/** A span of workflow code as the sandbox hands it out. */
export interface WorkflowSpan {
  readonly name: string;
  readonly context: SpanContext;
  readonly parentSpanId?: string | undefined;
  readonly kind: SpanKind;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly duration: HrTime;
  readonly attributes: Attributes;
  readonly status: SpanStatus;
}

type SandboxSpan = Omit<WorkflowSpan, 'context'> & {
  readonly spanContext: Omit<SpanContext, 'traceState'>;
};

/** What a worker is given. */
export type WorkflowSinks = {
  readonly exporter: {
    readonly export: {
      readonly fn: (info: unknown, spans: readonly SandboxSpan[]) => void;
      readonly callDuringReplay: boolean;
    };
  };
};

/**
 * Takes the spans of workflow code out of the sandbox, once and not on replay, so that what an
 * activity names as its parent is exported too. Ids of workflow and run are not added: the span of
 * the activity has them.
 *
 * @param onSpan absent where nothing is exported; the SDK complains at every span without a sink
 */
export function workflowSinks(onSpan?: (span: WorkflowSpan) => void): WorkflowSinks {
  return {
    exporter: {
      export: {
        fn: (_info, spans) => {
          if (onSpan === undefined) return;
          for (const { spanContext, ...span } of spans) {
            const { spanId, traceFlags, traceId } = spanContext;
            onSpan({ ...span, context: { spanId, traceFlags, traceId } });
          }
        },
        callDuringReplay: false,
      },
    },
  };
}
