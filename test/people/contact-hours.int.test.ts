import type { AdverseQuestion, ContactHours, DefenderRef } from '@hrd-shield/contracts';
import type { RunningService } from '@hrd-shield/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { readLog } from '../harness/read-log.ts';
import { until } from '../harness/until.ts';
import { designate, type HoldStage, stageHold, stageRespond } from '../hold/hold-stage.ts';
import { type Gateway, startGateway } from './gateway.ts';

const BEGIN = Date.parse('2031-03-03T14:00:00Z');
const BEFORE_MS = 12_000;
/** 09:00 there is 14:00 in UTC. */
const hours: ContactHours = { from: 9, to: 17, zone: 'America/Bogota', urgent: [] };

let at: Installation;
let respond: RunningService;
let hold: HoldStage;
let gateway: Gateway;
let offsetMs = BEGIN - 6 * 3_600_000 - Date.now();
const now = (): number => Date.now() + offsetMs;

beforeAll(async () => {
  at = await createInstallation('hours');
  gateway = await startGateway(at.keysDir);
  respond = await stageRespond(at, gateway.notifyFile, { clock: { now } });
  hold = await stageHold(at);
});

afterAll(async () => {
  await hold.stop();
  await respond.stop();
  await gateway.stop();
  at.remove();
});

function designated(account: string, contactHours: ContactHours): Promise<DefenderRef> {
  const part = { account, allowedMeasures: [], language: 'es', contactHours };
  return designate(at, account, part);
}

/** A state asks the platform to remove something of theirs. */
async function askedByState(account: string): Promise<void> {
  const question: AdverseQuestion = {
    account: account as AdverseQuestion['account'],
    actionId: account,
    action: 'remove',
    origin: 'government',
    ground: 'unlawful-content',
  };
  await until('it is held', async () => (await hold.ask(question)).answer.verdict === 'hold');
}

const told = (): readonly unknown[] =>
  gateway.calls.map((body) => (JSON.parse(body) as { readonly defender: string }).defender);

it('a notice waits until the hours of the defender begin, unless they consented to it at any hour', async () => {
  const urgent = await designated('canary-hours-1', { ...hours, urgent: ['state-request'] });
  const plain = await designated('canary-hours-2', hours);
  await askedByState('canary-hours-1');
  await until('who consented is told at eight in the morning UTC', () => told().includes(urgent));
  offsetMs = BEGIN - BEFORE_MS - Date.now();
  await askedByState('canary-hours-2');
  await until('the other is told', () => told().includes(plain));
  expect(now()).toBeGreaterThanOrEqual(BEGIN);
  expect(told()).toEqual([urgent, plain]);
  await until('it is recorded as delivered', async () => {
    const facts = (await readLog(at, 'outcomes')).map(({ event }) => event?.data);
    return facts.some((fact) => fact?.kind === 'notice.delivered' && fact?.defender === plain);
  });
});
