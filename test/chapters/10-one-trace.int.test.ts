import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TownUnderAttack, townUnderAttack } from '../harness/town-under-attack.ts';
import { type Span, startTraceCollector, type TraceCollector } from '../harness/trace-collector.ts';
import { until } from '../harness/until.ts';

/** What a trace passes: each service's work, down to the rows that the last of them writes. */
const STATIONS = [
  /^hrd-shield-ingest screen event/,
  /^hrd-shield-detect raise signal/,
  /^hrd-shield-respond .*workflow/i,
  /^hrd-shield-respond RunActivity:carryOut/,
  /^hrd-shield-record .*insert/i,
];

function tracesOf(spans: readonly Span[]): readonly (readonly Span[])[] {
  const byTrace = new Map<string, Span[]>();
  for (const span of spans) {
    byTrace.set(span.traceId, [...(byTrace.get(span.traceId) ?? []), span]);
  }
  return [...byTrace.values()];
}

const namesOf = (spans: readonly Span[]): readonly string[] =>
  spans.map(({ service, name }) => `${service} ${name}`);

const isThroughAll = (spans: readonly Span[]): boolean =>
  STATIONS.every((station) => namesOf(spans).some((name) => station.test(name)));

/** Spans whose parent is none of the trace. */
function orphansOf(spans: readonly Span[]): readonly Span[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  // The span of a workflow ends with the workflow, which lives on; its steps are here.
  return spans.filter(
    ({ name, parentSpanId }) =>
      parentSpanId !== '' && !ids.has(parentSpanId) && !name.startsWith('StartActivity:'),
  );
}

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
    // Services export at their own pace: a trace hangs together once the last of them has spoken.
    trace = await until('a whole trace through every service', () =>
      tracesOf(collector.spans()).find(
        (spans) => isThroughAll(spans) && orphansOf(spans).length === 0,
      ),
    );
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

  it('goes through the log, the workflow with its steps, and the column store', () => {
    for (const station of STATIONS) {
      expect(namesOf(trace)).toContainEqual(expect.stringMatching(station));
    }
  });
});
