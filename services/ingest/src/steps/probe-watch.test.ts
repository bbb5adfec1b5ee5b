import { describe, expect, test } from 'vitest';
import { ProbeWatch } from './probe-watch.ts';

const A = { topic: 'platform.content-events.v1', partition: 0 };
const B = { topic: 'platform.report-events.v1', partition: 1 };

describe('coverage is proved, not assumed', () => {
  test('a partition is covered for the bound after its assignment', () => {
    const probes = new ProbeWatch(100);
    probes.assign([A, B], 1_000);
    expect(probes.missing(1_100)).toEqual([]);
    expect(probes.missing(1_101)).toEqual([A, B]);
  });

  test('a silence is told once, and its end once', () => {
    const probes = new ProbeWatch(100);
    probes.assign([A, B], 1_000);
    probes.see(B, 1_090);
    expect(probes.changes(1_150)).toEqual([{ partition: A, covered: false, since: 1_000 }]);
    expect(probes.changes(1_160)).toEqual([]);
    probes.see(A, 1_170);
    expect(probes.changes(1_180)).toEqual([{ partition: A, covered: true, since: 1_170 }]);
  });

  test('a rebalance that keeps a partition does not hide its silence', () => {
    const probes = new ProbeWatch(100);
    probes.assign([A], 1_000);
    probes.assign([A, B], 1_090);
    expect(probes.missing(1_150)).toEqual([A]);
  });

  test('a partition that was taken away is no longer missed', () => {
    const probes = new ProbeWatch(100);
    probes.assign([A, B], 1_000);
    probes.assign([B], 1_000);
    probes.see(A, 1_010);
    expect(probes.missing(2_000)).toEqual([B]);
  });
});
