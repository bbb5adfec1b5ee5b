import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TownUnderAttack, townUnderAttack } from '../harness/town-under-attack.ts';
import { type Span, startTraceCollector, type TraceCollector } from '../harness/trace-collector.ts';
import { until } from '../harness/until.ts';

const SERVICES = ['ingest', 'detect', 'respond', 'record'].map((name) => `hrd-shield-${name}`);

/** One question that an operator asks: what became of this event? One trace answers it. */
describe('Chapter 10: one trace', () => {
  let collector: TraceCollector;
  let scene: TownUnderAttack;
  let trace: readonly Span[];

  beforeAll(async () => {
    collector = await startTraceCollector();
    scene = await townUnderAttack({
      purpose: 'trace',
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint },
    });
    trace = await until('a trace through every service', () => {
      const byTrace = new Map<string, Span[]>();
      for (const span of collector.spans()) {
        byTrace.set(span.traceId, [...(byTrace.get(span.traceId) ?? []), span]);
      }
      return [...byTrace.values()].find((spans) =>
        SERVICES.every((service) => spans.some((span) => span.service === service)),
      );
    });
  });
  afterAll(async () => {
    await scene?.pipeline.stop();
    await collector.stop();
  });

  it('begins at screening as a root of its own', () => {
    const [root, ...more] = trace.filter(({ parentSpanId }) => parentSpanId === '');
    expect(more).toEqual([]);
    expect(root).toMatchObject({ service: 'hrd-shield-ingest', name: 'screen event' });
  });

  it('goes through the log, the workflow and the column store', () => {
    const names = trace.map(({ service, name }) => `${service} ${name}`);
    expect(names).toContainEqual(expect.stringMatching(/^hrd-shield-detect raise signal/));
    expect(names).toContainEqual(expect.stringMatching(/^hrd-shield-respond .*workflow/i));
    expect(names).toContainEqual(expect.stringMatching(/^hrd-shield-record .*insert/i));
  });

  it('hangs together: every parent is a span of the trace', () => {
    const ids = new Set(trace.map(({ spanId }) => spanId));
    // The span of a workflow ends with the workflow, which lives on; its steps are here.
    const orphans = trace.filter(
      ({ name, parentSpanId }) =>
        parentSpanId !== '' && !ids.has(parentSpanId) && !name.startsWith('StartActivity:'),
    );
    expect(orphans.map(({ service, name }) => `${service} ${name}`)).toEqual([]);
  });
});
