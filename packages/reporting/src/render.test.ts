import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import { aggregateSql, loadBenchmarks } from '@hrd-shield/policy';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeBenchmarks } from './compute-benchmarks.ts';
import { formatDuration, formatFigure } from './format-figure.ts';
import { html } from './page/html.ts';
import { reportJson } from './render-json.ts';
import { renderPage } from './render-page.ts';
import { renderTable } from './render-table.ts';
import type { Report } from './result.ts';

const NOON = 1_793_534_400_000;
const SCRIPTED = { scripted: true };

/** Rows as the store would yield them, by id of the benchmark. */
const ROWS: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  'time-to-detect': [
    { threat: 'pile-on', duration_ms: 60_000, observed: true, n: 12 },
    { threat: '<img src=x>', duration_ms: 90_000, observed: true, n: 10 },
  ],
  'time-to-protect': [
    { threat: 'pile-on', clock_scale: 600, observed: true, duration_ms: 3_000, n: 12 },
    { threat: 'pile-on', clock_scale: 600, observed: false, duration_ms: 500_000, n: 2 },
  ],
  'precision-by-threat': [
    { threat: 'pile-on', hits: 1, n: 1, people: 18, ...SCRIPTED },
    { threat: 'pile-on', hits: 0, n: 1, people: 2, ...SCRIPTED },
  ],
  loss: [{ hop: 'platform-to-ingest', value: 0, n: 1_000_000 }],
};

let report: Report;
let page: string;

beforeAll(async () => {
  const benchmarks = await loadBenchmarks();
  const ids = new Map(
    benchmarks.map(({ definition }) => [aggregateSql(definition), definition.id]),
  );
  const readRows = async (sql: BenchmarkDefinition['sql']) => ROWS[ids.get(sql) ?? ''] ?? [];
  report = await computeBenchmarks(readRows, benchmarks, { asOf: NOON, synthetic: false });
  page = await renderPage(report);
});

describe('the page', () => {
  it('has no script, fetches nothing and says so to the browser', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    const active = /<script|javascript:|<[^>]*\son\w+="|<link|<img|@import|url\(|<[^>]*\ssrc=/gi;
    expect(page.match(active) ?? []).toEqual([]);
  });

  it('leads from every number to a definition that is on the page', () => {
    const targets = [...page.matchAll(/href="#([\w-]+)"/g)].map((found) => found[1]);
    expect(targets.length).toBeGreaterThan(30);
    const missing = targets.filter((target) => !page.includes(`id="${target}"`));
    expect(missing).toEqual([]);
    expect(page.match(/class="definition"/g)).toHaveLength(57);
  });

  it('uses no id twice', () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('gives every drawing a title, a description and a table', () => {
    const drawings = page.match(/<svg [^>]*role="img"[^>]*aria-labelledby="[^"]+"/g) ?? [];
    expect(drawings).toHaveLength(3);
    expect(page.match(/<title id="chart-/g)).toHaveLength(3);
    expect(page.match(/<desc id="chart-/g)).toHaveLength(3);
    expect(page.match(/The same as a table/g)).toHaveLength(3);
  });

  it('keeps real and scaled time in columns of their own', () => {
    expect(page).toMatch(/<th scope="col">real time<\/th><th scope="col">scaled time<\/th>/);
    expect(page).toMatch(/>3\.0 s<\/a>.*>30 min<\/a>/s);
  });

  it('labels scripted responders and does not judge them', () => {
    expect(page).toContain('<strong>scripted responders</strong>');
    expect(page).toContain('not judged: scripted');
  });

  it('says that nothing was recorded instead of leaving a benchmark out', () => {
    expect(page).toContain('nothing was recorded that this counts');
  });

  it('escapes what came from the store', () => {
    expect(page.includes('<img')).toBe(false);
    expect(page.includes('&lt;img src=x&gt;')).toBe(true);
  });

  it('reads in either direction: no physical sides in its style', () => {
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
    expect(style).not.toMatch(
      /(margin|padding|border)-(left|right)|text-align: (left|right)|[{;]\s*(left|right):/,
    );
  });
});

describe('the table', () => {
  it('shows figure, sample, open cases and both times', () => {
    const line = renderTable(report)
      .split('\n')
      .find((each) => each.startsWith('Time to protect'));
    expect(line).toMatch(/median\s+3\.0 s\s+30 min\s+.*14, 2 open\s+.*not judged: scaled clock/);
  });
});

describe('the JSON', () => {
  it('carries numbers with sample, interval and the hash of their definition', () => {
    const { benchmarks } = reportJson(report) as { benchmarks: Record<string, unknown>[] };
    expect(benchmarks.find((each) => each.id === 'precision-by-threat')).toMatchObject({
      formulaHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      groups: [{ decidedBy: 'scripts', figures: { share: { kind: 'value', value: 0.9, n: 20 } } }],
    });
  });
});

describe('figures in words', () => {
  it('keeps two units of a duration and rounds into the next one', () => {
    expect(
      [340, 59_940, 61_000, 3_599_900, 5_400_000, 93_600_000].map((ms) => formatDuration(ms)),
    ).toEqual(['340 ms', '59.9 s', '1 min 1 s', '60 min', '1 h 30 min', '1 d 2 h']);
  });

  it('says why there is no number', () => {
    expect(formatFigure({ kind: 'withheld', minimumCell: 10 }, 'ms')).toBe('withheld (under 10)');
    const open = { kind: 'not-reached', moreThan: 60_000, n: 3, observed: 1 } as const;
    expect(formatFigure(open, 'ms')).toBe('not reached in 1 min');
  });
});

describe('html', () => {
  it('escapes every value that is not markup', () => {
    expect(html`<p title="${'"'}">${'<b>'}${html`<i>${1}</i>`}</p>`.text).toBe(
      '<p title="&quot;">&lt;b&gt;<i>1</i></p>',
    );
  });
});
