import { ShieldError } from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import { createLogger, type Logger } from './create-logger.ts';
import type { LogFields } from './log-fields.ts';

const CANARY = 'amina.canary@example.org';

function linesOf(write: (logger: Logger) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger('ingest', 'info', { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('fields outside the allow-list are dropped', () => {
  const fields = { count: 3, account: CANARY, text: 'hello' } as LogFields;
  const [line] = linesOf((logger) => logger.info('batch landed', fields));
  expect(line).toMatchObject({ level: 'info', service: 'ingest', msg: 'batch landed', count: 3 });
  expect(Object.keys(line ?? {}).sort()).toEqual(['at', 'count', 'level', 'msg', 'service']);
});

test('an account id in an allowed field is not written', () => {
  const fields = { defender: CANARY, reason: CANARY, topic: CANARY, lag: CANARY } as never;
  const [line] = linesOf((logger) => logger.info('batch landed', fields));
  expect(line).toMatchObject({ defender: '[dropped]', reason: '[dropped]', topic: '[dropped]' });
  expect(JSON.stringify(line)).not.toContain('amina');
});

test('pseudonyms, words, names and numbers are written', () => {
  const fields = {
    defender: 'd_AAAAAAAAAAAAAAAAAAAAAA',
    code: 'event.bad-schema',
    topic: 'shield.outcomes.v1',
    lag: 12,
  };
  const [line] = linesOf((logger) => logger.info('batch landed', fields));
  expect(line).toMatchObject(fields);
});

test('of an error only name, code and frames are written, never its message', () => {
  const error = new ShieldError('postgres.refused', {
    detail: `row of ${CANARY}`,
    cause: new TypeError(CANARY),
  });
  const [line] = linesOf((logger) => logger.error('write failed', {}, error));
  expect(line?.error).toMatchObject({
    name: 'ShieldError',
    code: 'postgres.refused',
    cause: 'TypeError',
  });
  expect(JSON.stringify(line)).not.toContain('amina');
});

test('a message of several lines that looks like frames is not written either', () => {
  const quoted = new Error(`bad row\n    at ${CANARY} (file:///a.ts:1:1)\n    at ${CANARY}`);
  const [line] = linesOf((logger) => logger.error('write failed', {}, quoted));
  expect(line?.error).toMatchObject({
    frames: expect.arrayContaining([expect.stringContaining('create-logger.test')]),
  });
  expect(JSON.stringify(line)).not.toContain('amina');
  quoted.message = 'changed later';
  quoted.stack = `Error: was here\n    at ${CANARY}\n    at run (file:///b.ts:2:3)`;
  const [later] = linesOf((logger) => logger.error('write failed', {}, quoted));
  expect(later?.error).toMatchObject({ frames: ['at run (file:///b.ts:2:3)'] });
});

test('lines below the level are not written', () => {
  expect(linesOf((logger) => logger.debug('detail'))).toEqual([]);
});
