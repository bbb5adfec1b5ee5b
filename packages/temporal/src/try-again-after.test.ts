import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { expect, it } from 'vitest';
import { tryAgainAfter } from './try-again-after.ts';

it('is tried again by the server after the time, and is no fault that a worker warns of', () => {
  const failure = tryAgainAfter(30_000);
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({
    nonRetryable: false,
    nextRetryDelay: 30_000,
    category: ApplicationFailureCategory.BENIGN,
  });
});
