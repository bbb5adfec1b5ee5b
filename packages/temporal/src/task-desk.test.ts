import type { ResponderRef, TaskId, TaskRow } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import type { Answer } from './ask-protection.ts';
import { createTaskDesk } from './task-desk.ts';
import type { TaskPrincipal } from './task-principal.ts';
import type { TaskUpdates } from './task-updates.ts';

const id = 't_AAAAAAAAAAAAAAAAAAAAAA' as TaskId;
const row = { id, defender: 'd_AAAAAAAAAAAAAAAAAAAAAA', evidenceVersion: 3 } as TaskRow;
const principal: TaskPrincipal = {
  responder: 'r_AAAAAAAAAAAAAAAAAAAAAA' as ResponderRef,
  role: 'responder',
  scripted: false,
  languages: ['en'],
  skills: [],
  clearance: 'standard',
  conflicts: [],
};
const request = {
  task: id,
  option: 'keep',
  verdict: 'confirmed',
  reasons: ['coordinated-attack'],
} as const;

function desk(claimed: Answer = { ok: true }, isExposed = false) {
  const sent: { readonly name: string; readonly message: Record<string, unknown> }[] = [];
  const take =
    (name: string, answer: Answer = { ok: true }) =>
    async (_: unknown, message: unknown): Promise<Answer> => {
      sent.push({ name, message: message as Record<string, unknown> });
      return answer;
    };
  const updates: TaskUpdates = {
    claim: take('claim', claimed),
    decide: take('decide'),
    handOver: take('handOver'),
    contact: take('contact'),
    pass: take('pass'),
    undo: take('undo'),
  };
  return {
    sent,
    desk: createTaskDesk({ findTask: async () => row, updates, isExposed: async () => isExposed }),
  };
}

describe('the task desk', () => {
  it('acts as whom the token names, with what the token says of them', async () => {
    const { desk: at, sent } = desk();
    await at.claim(principal, id);
    const { responder, scripted, ...rest } = principal;
    const seat = { ...rest, exposureSpent: false };
    expect(sent).toEqual([{ name: 'claim', message: { task: id, responder, scripted, seat } }]);
  });

  it('decides on the evidence that was seen, else on what the board shows', async () => {
    const { desk: at, sent } = desk();
    await at.decide(principal, { ...request, evidenceVersion: 2 });
    await at.decide(principal, request);
    expect(sent.map(({ message }) => message.evidenceVersion)).toEqual([2, 3]);
    expect(sent[0]?.message).toMatchObject({ reason: 'coordinated-attack' });
    expect(sent[0]?.message.shownHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes reasons from the list alone, and at least one', async () => {
    const { desk: at, sent } = desk();
    const refused = { ok: false, code: 'task.unknown-reason' };
    expect(await at.decide(principal, { ...request, reasons: [] })).toEqual(refused);
    const free = { ...request, reasons: ['she told me' as 'other'] };
    expect(await at.decide(principal, free)).toEqual(refused);
    expect(sent).toEqual([]);
  });

  it('gives a task back to the rota that a spent budget or a conflict keeps somebody from', async () => {
    const { desk: at, sent } = desk({ ok: false, code: 'task.exposure-spent' }, true);
    expect(await at.claim(principal, id)).toEqual({ ok: false, code: 'task.exposure-spent' });
    expect(sent.map(({ name }) => name)).toEqual(['claim', 'pass']);
    expect(sent[1]?.message).toMatchObject({ reason: 'exposure' });
    const other = desk({ ok: false, code: 'task.claimed-by-other' });
    await other.desk.claim(principal, id);
    expect(other.sent.map(({ name }) => name)).toEqual(['claim']);
  });

  it('lets an observer decide nothing', async () => {
    const { desk: at, sent } = desk();
    const observer = { ...principal, role: 'observer' } as const;
    expect(await at.decide(observer, request)).toEqual({ ok: false, code: 'access.refused' });
    expect(sent).toEqual([]);
  });

  it('knows no task that the board does not show', async () => {
    const none = createTaskDesk({ findTask: async () => undefined, updates: {} as TaskUpdates });
    expect(await none.claim(principal, id)).toEqual({ ok: false, code: 'task.unknown' });
  });
});
