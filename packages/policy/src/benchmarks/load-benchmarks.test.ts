import { describe, expect, it } from 'vitest';
import { loadBenchmarks, readBenchmark } from './load-benchmarks.ts';

const FILE = 'verified.yaml';

function withSql(sql: string, rest = 'by: measure'): string {
  return `
id: verified
recommendation: R4
title: Verified
question: How many?
population: Applied measures.
exclusions: []
statistic: ratio
unit: ratio
${rest}
minimumCell: 10
target: { comparison: '>=', value: 0.99, of: share }
owner: response
sql: "${sql}"
revisions: [{ version: 1, change: First. }]
`;
}

const GOOD =
  'SELECT measure, countIf(verified_at IS NOT NULL) AS hits, count() AS n FROM measure_facts GROUP BY measure';

describe('loadBenchmarks', () => {
  it('accepts the definitions of the product, in reading order', async () => {
    const ids = (await loadBenchmarks()).map((each) => each.definition.id);
    expect(ids).toEqual([
      'time-to-detect',
      'lead-time',
      'time-to-protect',
      'time-to-protect-from-report',
      'time-to-first-measure',
      'protected-within-clock',
      'how-protection-ends',
      'exposures-before-protection',
      'protection-parity',
      'protection-parity-by-language',
      'protection-parity-by-region',
      'measure-verify-rate',
      'reversal-success',
      'orphan-measures',
      'duplicate-measures',
      'measures-withheld',
      'consent-withdrawn',
      'repeat-attacks',
      'tasks-within-clock',
      'time-to-claim',
      'escalation-rate',
      'responder-load',
      'coverage-gaps',
      'staffing-coverage',
      'uncovered-hours',
      'seats-staffed',
      'notices-delivered',
      'policy-pinned',
      'precision-by-threat',
      'precision-by-language',
      'precision-by-region',
      'precision-parity-by-language',
      'precision-parity-by-region',
      'reviewed-precision',
      'second-review-agreement',
      'attacks-unrecognised',
      'detected-before-report',
      'attacks-undetected',
      'false-alarms',
      'hold-yield',
      'hold-delay',
      'holds-reviewed',
      'government-requests',
      'reports-acknowledged',
      'critical-reports-acknowledged',
      'time-to-acknowledge',
      'acknowledgement-parity',
      'partner-reports-acknowledged',
      'partner-accuracy',
      'remedy-outcomes',
      'remedy-decision-time',
      'overturn-rate',
      'remedy-independence',
      'improvement-closure',
      'silences',
      'dead-letters',
      'loss',
    ]);
  });
});

describe('readBenchmark', () => {
  it('takes a formula whose names are all known', () => {
    expect(readBenchmark(FILE, withSql(GOOD)).definition.by).toBe('measure');
  });

  it('names the column that no view has', () => {
    const sql = GOOD.replace('verified_at', 'verifed_at');
    expect(() => readBenchmark(FILE, withSql(sql))).toThrow(/no view .* column verifed_at/);
  });

  it('refuses to read anything but views of facts', () => {
    const sql = GOOD.replace('FROM measure_facts', 'FROM outcomes');
    expect(() => readBenchmark(FILE, withSql(sql))).toThrow(/outcomes is not a view of facts/);
    const remote = "SELECT count() AS n, count() AS hits FROM url('http://x', CSV)";
    expect(() => readBenchmark(FILE, withSql(remote, ''))).toThrow(/url\(\) is not a function/);
  });

  it('refuses a second statement and comments', () => {
    expect(() => readBenchmark(FILE, withSql(`${GOOD}; SELECT n`))).toThrow(/has no ;/);
    expect(() => readBenchmark(FILE, withSql(`${GOOD} -- n`))).toThrow(/has no --/);
  });

  it('refuses to slice by what names somebody', () => {
    const sql = GOOD.replaceAll('SELECT measure', 'SELECT defender').replace(
      'GROUP BY measure',
      'GROUP BY defender',
    );
    expect(() => readBenchmark(FILE, withSql(sql, 'by: defender'))).toThrow(/names somebody/);
  });

  it('refuses unknown fields and a file under another name', () => {
    expect(() => readBenchmark(FILE, withSql(GOOD, 'bye: measure'))).toThrow(/bye/);
    expect(() => readBenchmark('other.yaml', withSql(GOOD))).toThrow(/its id is verified/);
  });

  it('refuses a parameter that nobody binds', () => {
    const sql = `${GOOD} HAVING n > {limit:UInt8}`;
    expect(() => readBenchmark(FILE, withSql(sql))).toThrow(/nobody binds \{limit\}/);
  });
});
