import { performance } from 'node:perf_hooks';
import { memoryUsage } from 'node:process';
import type { Meter } from './meter.ts';

/**
 * How full the process is, for every service: the share of time its one thread was busy between
 * two scrapes (0 to 1), and the memory that it holds.
 */
export function measureSaturation(meter: Meter): void {
  let last = performance.eventLoopUtilization();
  meter.gauge(
    'shield_process_busy_ratio',
    'time at work of the thread since the scrape before',
    () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return utilization;
    },
  );
  meter.gauge('shield_process_memory_bytes', 'memory held', () => memoryUsage.rss());
}
