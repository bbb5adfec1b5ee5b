import type { ResponderRef, TaskId, TaskRow } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { createTaskDesk, type TaskPrincipal } from './task-desk.ts';

const id = 't_AAAAAAAAAAAAAAAAAAAAAA' as TaskId;
const row = { id, defender: 'd_AAAAAAAAAAAAAAAAAAAAAA', evidenceVersion: 3 } as TaskRow;
const principal: TaskPrincipal = {
  responder: 'r_AAAAAAAAAAAAAAAAAAAAAA' as ResponderRef,
  role: 'responder',
  scripted: false,
};
const request = { task: id, option: 'keep', verdict: 'confirmed', reason: 'seen' } as const;

function desk(found: TaskRow | undefined = row) {
  const sent: unknown[] = [];
  const take = async (_: unknown, message: unknown) => {
    sent.push(message);
    return { ok: true } as const;
  };
  const protection = { claimTask: take, decideTask: take };
  return { sent, desk: createTaskDesk({ findTask: async () => found, protection }) };
}

describe('the task desk', () => {
  it('acts as whom the token names', async () => {
    const { desk: at, sent } = desk();
    await at.claim(principal, id);
    expect(sent).toEqual([{ task: id, responder: principal.responder, scripted: false }]);
  });

  it('decides on the evidence that was seen, else on what the board shows', async () => {
    const { desk: at, sent } = desk();
    await at.decide(principal, { ...request, evidenceVersion: 2 });
    await at.decide(principal, request);
    expect(sent).toMatchObject([{ evidenceVersion: 2 }, { evidenceVersion: 3 }]);
  });

  it('lets an observer decide nothing', async () => {
    const { desk: at, sent } = desk();
    const observer = { ...principal, role: 'observer' } as const;
    expect(await at.decide(observer, request)).toEqual({ ok: false, code: 'access.refused' });
    expect(sent).toEqual([]);
  });

  it('knows no task that the board does not show', async () => {
    const none = createTaskDesk({
      findTask: async () => undefined,
      protection: desk().desk as never,
    });
    expect(await none.claim(principal, id)).toEqual({ ok: false, code: 'task.unknown' });
  });
});
