import { randomUUID } from 'node:crypto';
import type { StackAddresses } from '@hrd-shield/local-stack';
import { inject } from 'vitest';
import type {} from './provided-context.ts';

const UNIQUE_CHARS = 10;

/** The servers of this run, for a test file of the project `integration`. */
export function stackAddresses(): StackAddresses {
  return inject('stackAddresses');
}

/** The program of Temporal's time-skipping test server. */
export function timeSkippingServerPath(): string {
  return inject('timeSkippingServerPath');
}

/**
 * A name that no other test file has, for topics, groups, task queues, schemas and databases:
 * letters, digits and `_`, so that it needs quotes nowhere.
 */
export function uniqueName(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '').slice(0, UNIQUE_CHARS)}`;
}
