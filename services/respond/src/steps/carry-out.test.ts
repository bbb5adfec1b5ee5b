import type { BoardRows, Outcome, ProtectionCommand } from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import { createCarryOut, type PartActivities } from './carry-out.ts';

const command = { id: 'a command' } as unknown as ProtectionCommand;
const outcome = { id: 'an outcome' } as unknown as Outcome;
const rows = { cases: [{ id: 'a case' }], tasks: [] } as unknown as BoardRows;
const noRows: BoardRows = { cases: [], tasks: [] };
const never = (): Promise<void> => new Promise(() => undefined);

function partsThat(more: Partial<PartActivities>) {
  const called: string[] = [];
  const parts: PartActivities = {
    sendCommands: async () => void called.push('commands'),
    recordOutcomes: async () => void called.push('outcomes'),
    updateBoard: async () => void called.push('rows'),
    ...more,
  };
  return { carryOut: createCarryOut(parts, { commandsMs: 20, recordsMs: 10 }), called };
}

test('all parts of a turn are carried out by one call, which says so', async () => {
  const { called, carryOut } = partsThat({});
  const done = await carryOut({ commands: [command], outcomes: [outcome], rows });
  expect(done).toEqual({ commands: true, outcomes: true, rows: true });
  expect(called).toEqual(['commands', 'outcomes', 'rows']);
});

test('a part that fails is told as not done, and the others are done', async () => {
  const { carryOut } = partsThat({ recordOutcomes: () => Promise.reject(new RangeError('away')) });
  const done = await carryOut({ commands: [command], outcomes: [outcome], rows });
  expect(done).toEqual({ commands: true, outcomes: false, rows: true });
});

test('a board that hangs keeps no command waiting', async () => {
  const { carryOut } = partsThat({ updateBoard: never });
  const done = await carryOut({ commands: [command], outcomes: [], rows });
  expect(done).toEqual({ commands: true, outcomes: true, rows: false });
});

test('a log that hangs is answered for in time', async () => {
  const { carryOut } = partsThat({ sendCommands: never });
  const done = await carryOut({ commands: [command], outcomes: [], rows: noRows });
  expect(done).toEqual({ commands: false, outcomes: true, rows: true });
});

test('what is not asked for is not called', async () => {
  const { called, carryOut } = partsThat({});
  await carryOut({ commands: [], outcomes: [outcome], rows: noRows });
  expect(called).toEqual(['outcomes']);
});
