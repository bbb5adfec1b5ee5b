import { PROTECT_DEFENDER, protectDefenderWorkflowId } from '@hrd-shield/contracts';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acksOf, commandsOf, outcomesOf, signalsOf } from '../harness/facts.ts';
import { stackAddresses } from '../harness/stack.ts';
import { type TownUnderAttack, townUnderAttack } from '../harness/town-under-attack.ts';

/**
 * A signal is a claim; a case is what is done about it. One workflow stands for the defender,
 * asks the platform for measures, hears its answers, and believes them only after a probe.
 */
describe('Chapter 3: a case', () => {
  let scene: TownUnderAttack;

  beforeAll(async () => {
    scene = await townUnderAttack({ purpose: 'case' });
  });
  afterAll(() => scene?.pipeline.stop());

  const ref = () => scene.pipeline.ref(scene.target);

  it('is one living workflow, named after the defender by pseudonym', async () => {
    const connection = await Connection.connect({ address: stackAddresses().temporalAddress });
    const { workflow } = new Client({ connection });
    const described = await workflow.getHandle(protectDefenderWorkflowId(ref())).describe();
    await connection.close();
    expect(described.type).toBe(PROTECT_DEFENDER.workflow);
    expect(described.status.name).toBe('RUNNING');
  });

  it('opens once for the campaign, whatever number of signals it raises', async () => {
    const facts = await outcomesOf(scene.pipeline, ref());
    const opened = new Set(facts.filter(({ kind }) => kind === 'case.opened').map(({ id }) => id));
    expect(opened.size).toBe(1);
    expect((await signalsOf(scene.pipeline, ref())).length).toBeGreaterThan(0);
  });

  it('asks for each measure, hears that it is applied, and has it probed', async () => {
    const commands = await commandsOf(scene.pipeline, ref());
    const acks = await acksOf(scene.pipeline, ref());
    const applied = commands.filter(({ act }) => act === 'apply');
    expect(applied.map(({ measure }) => measure)).toContain('limit-replies');
    for (const { id, instance } of applied) {
      const statuses = acks.filter((ack) => ack.instance === instance).map(({ status }) => status);
      expect(acks.some(({ command }) => command === id)).toBe(true);
      expect(statuses).toContain('applied');
      expect(statuses).toContain('effective');
    }
  });

  it('names the account in a box that only the platform opens', async () => {
    for (const { value } of await scene.pipeline.log('protectionCommands')) {
      expect(value).not.toContain(scene.target);
    }
    const accounts = scene.pipeline.platform.applied().map(({ account }) => account);
    expect(new Set(accounts)).toEqual(new Set([scene.target]));
  });

  it('gives every measure an end', async () => {
    for (const command of await commandsOf(scene.pipeline, ref())) {
      expect(command.expiresAt).toBeGreaterThan(command.issuedAt);
    }
  });

  it('asks a person, with a clock', async () => {
    const facts = await outcomesOf(scene.pipeline, ref());
    const task = facts.find(({ kind }) => kind === 'task.opened');
    expect(task?.dueAt).toBeGreaterThan(task?.at ?? Number.POSITIVE_INFINITY);
  });

  it('does nothing for those who were not attacked', async () => {
    for (const account of scene.others) {
      expect(await commandsOf(scene.pipeline, scene.pipeline.ref(account))).toEqual([]);
    }
  });
});
