import { ShieldError } from '@hrd-shield/contracts';
import { KafkaJSAggregateError, KafkaJSNonRetriableError, KafkaJSProtocolError } from 'kafkajs';
import { expect, test } from 'vitest';
import { typesOf, unavailable } from './connection.ts';

const tooLarge = new KafkaJSProtocolError(
  Object.assign(new TypeError('too large'), { type: 'MESSAGE_TOO_LARGE', code: 10 }),
);

test('the type of a protocol fault is found under what the library wraps around it', () => {
  const wrapped = Object.assign(new KafkaJSNonRetriableError('gave up'), { cause: tooLarge });
  expect(typesOf(wrapped)).toEqual(['MESSAGE_TOO_LARGE']);
  expect(typesOf(new KafkaJSAggregateError('several', [tooLarge]))).toEqual(['MESSAGE_TOO_LARGE']);
  expect(typesOf('a text')).toEqual([]);
});

test('every fault of the library is the one fault that the shield knows', () => {
  expect(unavailable(tooLarge).code).toBe('kafka.unavailable');
});

test('a fault of our own is known under what the library wraps around it', () => {
  const own = new ShieldError('kafka.corrupt-batch', { detail: 'the batch at offset 3' });
  const wrapped = Object.assign(new KafkaJSNonRetriableError('gave up'), { cause: own });
  expect(unavailable(wrapped).code).toBe('kafka.corrupt-batch');
});
