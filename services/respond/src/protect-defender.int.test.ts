import type {
  BoardRows,
  DefenderRef,
  MeasureRef,
  Outcome,
  ProtectionCommand,
} from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import {
  connectTemporal,
  createProtectionClient,
  type ProtectionClient,
  registerSearchAttributes,
  startWorkerHost,
  type TemporalConnection,
  type WorkerHost,
} from '@hrd-shield/temporal';
import type { ProtectDefenderActivities } from '@hrd-shield/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  alice,
  aProfile,
  aSignal,
  basil,
} from '../../../packages/domain/src/protection/spec/builders.ts';
import { aPrincipal, deskOf } from '../../../test/harness/desk-of.ts';
import { stackAddresses, uniqueName } from '../../../test/harness/stack.ts';
import { until } from '../../../test/harness/until.ts';
import { createCarryOut, type PartActivities } from './steps/carry-out.ts';
import { WORKFLOWS_PATH } from './workflows-path.ts';

const payloadKey = new Uint8Array(32).fill(3);

describe('the protection workflow on a real server', () => {
  const commands: ProtectionCommand[] = [];
  const outcomes: Outcome[] = [];
  const rows: BoardRows[] = [];
  const on = new Set<string>();
  let connection: TemporalConnection;
  let worker: WorkerHost;
  let protection: ProtectionClient;

  beforeAll(async () => {
    const at = { address: stackAddresses().temporalAddress, namespace: 'default', payloadKey };
    const taskQueue = uniqueName('protect');
    connection = await connectTemporal(at);
    await registerSearchAttributes(connection);
    protection = createProtectionClient(connection, {
      taskQueue,
      policy: loadProtectionPolicy(),
      clockScale: 1,
    });
    const parts: PartActivities = {
      sendCommands: async (sent) => {
        commands.push(...sent);
        for (const command of sent) void answer(command);
      },
      recordOutcomes: async (recorded) => void outcomes.push(...recorded),
      updateBoard: async (changed) => void rows.push(changed),
    };
    const activities: ProtectDefenderActivities = {
      ...parts,
      carryOut: createCarryOut(parts),
      notify: async (notices) =>
        notices.map(({ id }) => ({ notice: id, state: 'delivered', channel: 'mail' })),
      openRemedies: async () => undefined,
    };
    worker = await startWorkerHost({
      at,
      taskQueue,
      workflowsPath: WORKFLOWS_PATH,
      activities,
      onWarning: () => undefined,
      drainMs: 2_000,
    });
  });

  afterAll(async () => {
    await worker.stop();
    await connection.stop();
  });

  /** A platform that does what it is told. */
  async function answer(command: ProtectionCommand): Promise<void> {
    const { act, id, instance, defender, case: forCase } = command;
    if (act !== 'probe') on[act === 'apply' ? 'add' : 'delete'](instance);
    const seen = on.has(instance) ? 'effective' : 'ineffective';
    const status = ({ apply: 'applied', probe: seen, lift: 'lifted' } as const)[act];
    await protection.deliverAck({
      command: id,
      instance,
      defender,
      case: forCase,
      status,
      at: command.issuedAt,
    });
  }

  function delivery(defender: DefenderRef, name = 'first', more = {}) {
    return {
      signals: [aSignal({ name, ...more })],
      profile: aProfile({ defender, allowedMeasures: ['limit-replies', 'hide-campaign-replies'] }),
    };
  }

  function kindsOf(defender: DefenderRef): readonly string[] {
    return outcomes.filter((each) => each.defender === defender).map((each) => each.kind);
  }

  function newDefender(): DefenderRef {
    return deriveId('d', uniqueName('defender')) as DefenderRef;
  }

  it('applies, verifies, asks a person, and lifts what the person rules out', async () => {
    const defender = newDefender();
    await protection.deliverSignals(delivery(defender));
    await until(
      'both measures are verified',
      () => kindsOf(defender).filter((kind) => kind === 'measure.verified').length === 2,
    );
    const view = await protection.view(defender);
    const task = view?.tasks[0];
    expect(task?.options).toEqual(['confirm-and-keep', 'reject-and-lift', 'strengthen', 'refer']);
    if (task === undefined) return;
    const desk = deskOf(connection, protection, () => [defender]);
    const [a, b] = [aPrincipal(alice), aPrincipal(basil)];
    expect(await desk.claim(a, task.id)).toMatchObject({ ok: true });
    expect(await desk.claim(b, task.id)).toEqual({ ok: false, code: 'task.claimed-by-other' });
    const decision = {
      task: task.id,
      option: 'reject-and-lift',
      verdict: 'rejected' as const,
      reasons: ['lawful-campaign'] as const,
      evidenceVersion: task.evidenceVersion,
    };
    expect(await desk.decide(a, { ...decision, evidenceVersion: 9 })).toEqual({
      ok: false,
      code: 'task.stale-evidence',
    });
    expect(await desk.decide(a, decision)).toMatchObject({ ok: true });
    await until(
      'both measures are lifted',
      () => kindsOf(defender).filter((kind) => kind === 'measure.lifted').length === 2,
    );
  });

  it('takes signals once, whatever is delivered again', async () => {
    const defender = newDefender();
    await Promise.all(
      Array.from({ length: 5 }, () => protection.deliverSignals(delivery(defender))),
    );
    await protection.deliverSignals(delivery(defender, 'second', { tier: 'shield' }));
    await until('the case has both', () => kindsOf(defender).includes('case.merged'));
    expect(kindsOf(defender).filter((kind) => kind === 'case.opened')).toHaveLength(1);
    const applied = commands.filter((each) => each.defender === defender && each.act === 'apply');
    expect(new Set(applied.map((each) => each.id)).size).toBe(applied.length);
  });

  it('ends with a withdrawal once everything is lifted', async () => {
    const defender = newDefender();
    await protection.deliverSignals(delivery(defender));
    expect(await protection.withdrawConsent(defender)).toBe(true);
    await until('the case is closed', () => kindsOf(defender).includes('case.closed'));
    expect(await protection.view(defender)).toMatchObject({ withdrawn: true, cases: [] });
    await until('the board shows it', () => {
      const shown = rows.flatMap((each) => each.cases).filter((row) => row.defender === defender);
      return shown.at(-1)?.state === 'closed';
    });
  });

  it('has nothing to stop, and no task, where no workflow lives', async () => {
    const defender = newDefender();
    expect(await protection.withdrawConsent(defender)).toBe(false);
    const end = { instance: deriveId('m', 'none') as MeasureRef, by: 'defender' } as const;
    expect(await protection.endMeasure(defender, end)).toEqual({
      ok: false,
      code: 'measure.unknown',
    });
  });
});
