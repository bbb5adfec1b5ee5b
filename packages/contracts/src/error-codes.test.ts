import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from './error-codes.ts';
import { InvariantError, invariant, ShieldError, unreachable } from './shield-error.ts';

describe('error codes', () => {
  it.each(Object.entries(ERROR_CODES))('%s says what happened and what to do', (code, entry) => {
    expect(code).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    expect(entry.meaning).toMatch(/^[A-Z].{8,}\.$/);
    expect(entry.action).toMatch(/^[A-Z].{8,}\.$/);
    expect(`${entry.meaning} ${entry.action}`).not.toMatch(/[{}$]/);
  });

  it('calls a server that does not answer worth trying again', () => {
    for (const [code, { retryable }] of Object.entries(ERROR_CODES)) {
      if (code.endsWith('.unavailable')) expect(retryable, code).toBe(true);
    }
  });
});

describe('ShieldError', () => {
  it('says its meaning where no detail is given', () => {
    const error = new ShieldError('event.no-key');
    expect(error.message).toBe(
      'event.no-key: The record has no key, so nobody can be affected by it.',
    );
    expect(error.retryable).toBe(false);
    expect(error.action).toBe('Fix the emitter: the key is the affected account.');
  });

  it('keeps its cause', () => {
    const cause = new TypeError('x');
    expect(new ShieldError('kafka.unavailable', { cause }).cause).toBe(cause);
    expect(new ShieldError('kafka.unavailable').retryable).toBe(true);
  });
});

describe('invariant', () => {
  it('stops where a condition does not hold', () => {
    expect(() => invariant(false, 'offsets only grow')).toThrow(InvariantError);
    expect(() => invariant(true, 'offsets only grow')).not.toThrow();
  });

  it('marks what the types rule out', () => {
    expect(() => unreachable('x' as never)).toThrow('unreachable: "x"');
  });
});
