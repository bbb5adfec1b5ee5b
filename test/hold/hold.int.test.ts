import type {
  AdverseQuestion,
  DefenderRef,
  HoldDecision,
  HoldId,
  ResponderRef,
} from '@hrd-shield/contracts';
import { deriveId, holdWorkflowId } from '@hrd-shield/contracts';
import { loadKey } from '@hrd-shield/keys';
import { loadHoldPolicy } from '@hrd-shield/policy';
import type { RunningService } from '@hrd-shield/runtime';
import {
  connectTemporal,
  createHoldClient,
  type HoldClient,
  type TemporalConnection,
} from '@hrd-shield/temporal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { readLog } from '../harness/read-log.ts';
import { until } from '../harness/until.ts';
import {
  actorOf,
  designate,
  type HoldStage,
  stageHold,
  stageRespond,
  TOKEN,
} from './hold-stage.ts';

const ANNA = 'canary-account-held-4711';
const SECOND_LOOK_MS = 3_000;
const HOUR_MS = 3_600_000;
const alice = deriveId('r', 'alice') as ResponderRef;
const basil = deriveId('r', 'basil') as ResponderRef;

let at: Installation;
let anna: DefenderRef;
let respond: RunningService;
let hold: HoldStage;
let connection: TemporalConnection;
let holds: HoldClient;

beforeAll(async () => {
  at = await createInstallation('hold');
  anna = await designate(at, ANNA);
  const rules = loadHoldPolicy();
  const policy = { ...rules, holdMs: { ...rules.holdMs, moderator: SECOND_LOOK_MS } };
  respond = await stageRespond(at);
  hold = await stageHold(at, { policy });
  const { view } = hold.service.checks;
  await until('the view is loaded', () => view?.());
  connection = await connectTemporal({
    address: at.env.TEMPORAL_ADDRESS ?? '',
    namespace: 'default',
    payloadKey: await loadKey(at.keysDir, 'payload'),
  });
  holds = createHoldClient(connection, `${at.topicPrefix}shield-respond`);
});

afterAll(async () => {
  await hold.stop();
  await respond.stop();
  await connection.stop();
  at.remove();
});

function question(more: Partial<AdverseQuestion> & { readonly actionId: string }): AdverseQuestion {
  return {
    account: ANNA as AdverseQuestion['account'],
    action: 'remove',
    origin: 'moderator',
    ground: 'platform-rules',
    ...more,
  };
}

const anyone = 'somebody-else' as AdverseQuestion['account'];

function says(responder: ResponderRef, option: HoldDecision['option']): HoldDecision {
  return { responder, scripted: true, option, reason: 'seen' };
}

/** Outcomes of one hold, in the order of the log. */
async function outcomesOf(id: HoldId): Promise<readonly Record<string, unknown>[]> {
  const task = deriveId('t', id);
  const log = await readLog(at, 'outcomes');
  return log.flatMap(({ event }) => (event?.data.task === task ? [event.data] : []));
}

const verdictOf = async (asked: AdverseQuestion): Promise<string> =>
  (await hold.ask(asked)).answer.verdict;

async function inWork(id: HoldId): Promise<void> {
  await until('the workflow lives', async () => (await holds.view(id)) !== undefined);
}

describe('a hold of an adverse action', () => {
  it('handles a violating post of a defender like anyone’s, but for the delay', async () => {
    const asked = question({ actionId: 'canary-action-1' });
    const other = await hold.ask({ ...asked, account: anyone });
    const own = await hold.ask(asked);
    expect(other.answer.verdict).toBe('proceed');
    expect(own.answer.verdict).toBe('hold');
    expect(own.bytes).toBe(other.bytes);
    await until('the same action goes ahead', async () => (await verdictOf(asked)) === 'proceed');
    expect(Date.now()).toBeGreaterThanOrEqual(own.answer.until);
    await until('the release is recorded', async () => {
      const kinds = (await outcomesOf(own.answer.id)).map(({ kind }) => kind);
      return kinds.includes('hold.released-unreviewed') && kinds.length === 2;
    });
    const [placed, released] = await outcomesOf(own.answer.id);
    expect(placed).toMatchObject({ kind: 'hold.placed', defender: anna });
    expect(released).toMatchObject({ dueAt: own.answer.until, reason: 'deadline-passed' });
    const again = await verdictOf(asked);
    expect(again).toBe('proceed');
  });

  it('holds what a government asks until two different approvers allow it', async () => {
    const asked = question({ actionId: 'canary-action-2', origin: 'government' });
    const { answer } = await hold.ask(asked);
    expect(answer.until - Date.now()).toBeGreaterThan(23 * HOUR_MS);
    await inWork(answer.id);
    expect(await holds.decide(answer.id, says(alice, 'allow'))).toEqual({ ok: true });
    expect(await holds.decide(answer.id, says(alice, 'allow'))).toEqual({
      ok: false,
      code: 'hold.same-approver',
    });
    expect(await verdictOf(asked)).toBe('hold');
    expect(await holds.decide(answer.id, says(basil, 'allow'))).toEqual({ ok: true });
    await until('the platform may go ahead', async () => (await verdictOf(asked)) === 'proceed');
    await until('it is recorded', async () =>
      (await outcomesOf(answer.id)).some(({ kind }) => kind === 'hold.allowed'),
    );
  });

  it('ends with the refusal of one approver', async () => {
    const asked = question({ actionId: 'canary-action-3', origin: 'reports', action: 'suspend' });
    const { answer } = await hold.ask(asked);
    await inWork(answer.id);
    expect(await holds.decide(answer.id, says(basil, 'refuse'))).toEqual({ ok: true });
    await until('the platform is told', async () => (await verdictOf(asked)) === 'refuse');
    await until('it is recorded', async () =>
      (await outcomesOf(answer.id)).some(({ kind }) => kind === 'hold.refused'),
    );
  });

  it('never holds a threat to life, and records that people must look', async () => {
    const ground = 'imminent-threat-to-life' as const;
    const asked = question({ actionId: 'canary-action-4', origin: 'government', ground });
    const { answer } = await hold.ask(asked);
    expect(answer.verdict).toBe('proceed');
    const outcome = await until('the override is recorded', async () =>
      (await outcomesOf(answer.id)).find(({ kind }) => kind === 'hold.override'),
    );
    expect(Number(outcome.dueAt) - Number(outcome.at)).toBe(24 * HOUR_MS);
  });

  it('leaves neither account nor action id on a log, and no more than chance in its name', async () => {
    const logs = [...(await readLog(at, 'holds')), ...(await readLog(at, 'outcomes'))];
    expect(logs.length).toBeGreaterThan(4);
    expect(JSON.stringify(logs)).not.toContain('canary');
    for (const { key } of await readLog(at, 'holds')) {
      expect(holdWorkflowId(key as HoldId)).toMatch(/^hold:[\w-]{22}$/);
    }
  });

  it('spares the account of a defender from the own commands of the shield, and tells only respond', async () => {
    const actors = [await actorOf(at, 'somebody-else'), await actorOf(at, ANNA)];
    const reply = await hold.askOwn(actors);
    expect(await reply.json()).toEqual({ fresh: true, spared: [false, true] });
    expect((await hold.askOwn(actors, TOKEN)).status).toBe(401);
    expect((await hold.askOwn([])).status).toBe(400);
  });

  it('tells who may not ask nothing but that, and repeats nothing that was sent', async () => {
    const asked = question({ actionId: 'canary-action-5' });
    const texts: string[] = [];
    const statusOf = async (body: unknown, headers?: Readonly<Record<string, string>>) => {
      const reply = await hold.post(body, headers);
      texts.push(await reply.text());
      return reply.status;
    };
    expect(await statusOf(asked, {})).toBe(401);
    expect(await statusOf(asked, { 'x-shield-token': `${TOKEN}x` })).toBe(401);
    expect(await statusOf({ ...asked, origin: 'canary' })).toBe(400);
    expect(await statusOf('{"account":"canary"')).toBe(400);
    expect(await statusOf({ ...asked, actionId: 'canary'.repeat(1_000) })).toBe(413);
    expect(texts.join('')).not.toContain('canary');
  });
});

describe('with its servers away', () => {
  it('answers all the same: a bounded wait, then the release', async () => {
    const clock = { at: Date.now() };
    const away = await stageHold(
      { ...at, brokers: ['127.0.0.1:9'] },
      { clock: { now: () => clock.at } },
    );
    try {
      const asked = question({ actionId: 'canary-action-6', origin: 'government' });
      const { answer } = await away.ask({ ...asked, account: anyone });
      expect(answer).toMatchObject({ verdict: 'hold', until: clock.at + HOUR_MS / 4 });
      expect(await away.service.checks.view?.()).toBe(false);
      clock.at = answer.until;
      const later = await away.ask({ ...asked, account: anyone });
      expect(later.answer.verdict).toBe('proceed');
    } finally {
      await away.stop();
    }
  });
});
