import {
  type CustodyRules,
  type DefenderRef,
  deriveId,
  type MeasureName,
  type Notice,
  type ReportId,
  type ResponderRef,
} from '@hrd-shield/contracts';
import type { CustodyCommand } from '@hrd-shield/domain/custody';
import {
  evolveRegistry,
  nextTickAt,
  type RegistryFact,
  type RegistryFactBody,
  type RegistryLife,
  registryNotices,
  tickRegistry,
  unbornLife,
} from '@hrd-shield/domain/registry';
import { loadDesignationPolicy } from '@hrd-shield/policy';
import {
  createCustodyClient,
  createDataConverter,
  createReportClient,
  createReviewClient,
  loadWorkflowBundle,
  registerSearchAttributes,
  type TemporalConnection,
} from '@hrd-shield/temporal';
import type {
  CustodyProtocolActivities,
  HandleIncidentReportActivities,
  ReviewDesignationActivities,
} from '@hrd-shield/workflows';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { quietCore } from '../harness/quiet-core.ts';
import { timeSkippingServerPath } from '../harness/stack.ts';
import { until } from '../harness/until.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const payloadKey = new Uint8Array(32).fill(17);
/** A bound against hanging; the machine may be busy. */
const TIMEOUT_MS = 240_000;
const policy = loadDesignationPolicy();
const hana = deriveId('r', 'hana') as ResponderRef;

type Activities = ReviewDesignationActivities &
  HandleIncidentReportActivities &
  CustodyProtocolActivities;

describe('the workflows of the registry', { timeout: TIMEOUT_MS }, () => {
  let env: TestWorkflowEnvironment;
  let workflowBundle: WorkflowBundle;
  let connection: TemporalConnection;
  beforeAll(async () => {
    quietCore();
    env = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: timeSkippingServerPath() } },
      client: { dataConverter: createDataConverter(payloadKey) },
    });
    connection = {
      client: env.client,
      namespace: env.namespace ?? 'default',
      isHealthy: async () => true,
      stop: async () => undefined,
    };
    await registerSearchAttributes(connection);
    workflowBundle = (await loadWorkflowBundle(WORKFLOWS_PATH)) as WorkflowBundle;
  }, TIMEOUT_MS);
  afterAll(() => env.teardown());

  async function working(
    taskQueue: string,
    activities: Partial<Activities>,
    act: () => Promise<void>,
  ): Promise<void> {
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle,
      activities,
      dataConverter: createDataConverter(payloadKey),
    });
    await worker.runUntil(act);
  }

  /** A registry of one life, in memory; the rules are the real ones. */
  function aRegistry(ref: DefenderRef, begun: readonly RegistryFact[]) {
    let life: RegistryLife = begun.reduce(evolveRegistry, unbornLife(ref));
    const facts = [...begun];
    let told = facts.length;
    const notices: Notice[] = [];
    const world = { isAway: false, hasOpenCase: false };
    const take = (more: readonly RegistryFact[]): void => {
      facts.push(...more);
      life = more.reduce(evolveRegistry, life);
    };
    const activities: ReviewDesignationActivities = {
      keepDesignation: async () => {
        if (world.isAway) throw new Error('away');
        const at = await env.currentTimeMs();
        const moment = { at, hasOpenCase: world.hasOpenCase, upSince: begun[0]?.at ?? at };
        take(tickRegistry(life, moment, policy));
        const nextAt = nextTickAt(life, moment, policy);
        const untold = facts.slice(told);
        return {
          isOver: life.isErased,
          version: facts.length,
          ...(nextAt === undefined ? {} : { nextAt }),
          notices: untold.flatMap((fact, i) => registryNotices(ref, fact, told + i, policy)),
        };
      },
      tellPeople: async (given) => void notices.push(...given),
      markTold: async (_, version) => {
        told = Math.max(told, version);
      },
    };
    return { activities, world, take, notices, facts, life: () => life };
  }

  const fact = (at: number, body: RegistryFactBody): RegistryFact => ({
    ...body,
    at,
    recordedAt: at,
    by: hana,
  });

  const beganAt = (at: number): readonly RegistryFact[] => [
    fact(at, {
      kind: 'proposed',
      source: 'registrar',
      evidence: 'public-acts',
      tier: 'watch',
      probe: false,
    }),
    fact(at, { kind: 'activated', reviewDueAt: at + policy.reviewEveryMs }),
  ];

  it('a designation that nobody reviews is reminded three times, narrowed, ended and erased', async () => {
    const ref = deriveId('d', 'unreviewed') as DefenderRef;
    const at = await env.currentTimeMs();
    const registry = aRegistry(ref, beganAt(at));
    await working('unreviewed', registry.activities, async () => {
      await createReviewClient(connection, 'unreviewed').look(ref);
      await env.client.workflow.getHandle(`designation:${ref}`).result();
    });
    expect(
      registry.facts.slice(2).map((each) => [each.kind, Math.round((each.at - at) / DAY_MS)]),
    ).toEqual([
      ['review-reminded', 335],
      ['review-reminded', 351],
      ['review-reminded', 362],
      ['grace-began', 365],
      ['ended', 379],
      ['erased', 386],
    ]);
    expect(registry.notices.map(({ target }) => target.kind)).toEqual(
      Array.from({ length: 4 }, () => ['rung', 'defender']).flat(),
    );
    expect(new Set(registry.notices.map(({ id }) => id)).size).toBe(8);
  });

  it('a withdrawal is looked at when it comes, and erased when it has cooled off', async () => {
    const ref = deriveId('d', 'leaving') as DefenderRef;
    const at = await env.currentTimeMs();
    const registry = aRegistry(ref, beganAt(at));
    await working('leaving', registry.activities, async () => {
      const clock = createReviewClient(connection, 'leaving');
      await clock.look(ref);
      await env.sleep(3 * DAY_MS);
      const left = await env.currentTimeMs();
      registry.take([
        fact(left, { kind: 'withdrawn' }),
        fact(left, { kind: 'withdrawal-confirmed' }),
      ]);
      await clock.look(ref);
      await env.client.workflow.getHandle(`designation:${ref}`).result();
      const after = (each: RegistryFact) => Math.floor((each.at - left) / DAY_MS);
      expect(registry.facts.slice(-2).map((each) => [each.kind, after(each)])).toEqual([
        ['ended', 7],
        ['erased', 7],
      ]);
    });
    expect(registry.notices.map(({ target }) => target)).toEqual([
      { kind: 'rung', rung: 'reminder' },
    ]);
  });

  it('a registry that is away, and a case that is open, end nobody', async () => {
    const ref = deriveId('d', 'held-up') as DefenderRef;
    const at = await env.currentTimeMs();
    const registry = aRegistry(ref, beganAt(at));
    registry.world.hasOpenCase = true;
    await working('held-up', registry.activities, async () => {
      const handle = env.client.workflow.getHandle(`designation:${ref}`);
      await createReviewClient(connection, 'held-up').look(ref);
      await env.sleep(420 * DAY_MS);
      expect(registry.life()).toMatchObject({ state: 'active', reminders: 3 });
      registry.world.hasOpenCase = false;
      registry.world.isAway = true;
      await env.sleep(2 * HOUR_MS);
      registry.world.isAway = false;
      await env.sleep(2 * DAY_MS);
      expect(registry.life().state).toBe('active');
      expect(registry.life().graceSince).toBeGreaterThan(at + 420 * DAY_MS);
      await handle.terminate();
    });
  });

  it('a report climbs until a person answers; a receipt stops nothing', async () => {
    const report = deriveId('i', 'climbing') as ReportId;
    const notices: Notice[] = [];
    const tellPeople = async (given: readonly Notice[]) => void notices.push(...given);
    await working('reports', { tellPeople }, async () => {
      const reports = createReportClient(connection, 'reports');
      const openedAt = await env.currentTimeMs();
      const about = { report, critical: false, openedAt, answerMs: 24 * HOUR_MS };
      expect([await reports.open(about), await reports.open(about)]).toEqual([true, false]);
      const receipt = { kind: 'answered', responder: hana, scripted: true } as const;
      expect(await reports.change(report, receipt)).toEqual({
        ok: false,
        code: 'report.no-person',
      });
      await env.sleep(37 * HOUR_MS);
      expect(notices.map(({ target }) => target.kind === 'rung' && target.rung)).toEqual([
        'reminder',
        'shift-lead',
        'second-line',
      ]);
      const closed = { kind: 'closed', responder: hana, ending: 'helped-otherwise' } as const;
      expect(await reports.change(report, closed)).toEqual({
        ok: false,
        code: 'report.not-answered',
      });
      expect((await reports.change(report, { ...receipt, scripted: false })).ok).toBe(true);
      await env.sleep(200 * HOUR_MS);
      expect(notices).toHaveLength(3);
      expect((await reports.change(report, closed)).ok).toBe(true);
      await env.client.workflow.getHandle(`report:${report.slice(2)}`).result();
      expect(await reports.change(report, closed)).toEqual({ ok: false, code: 'report.unknown' });
    });
  });

  it('a missed check-in locks the account until the proof of safety, for days, over several runs', async () => {
    const defender = deriveId('d', 'held') as DefenderRef;
    const rules: CustodyRules = {
      hash: 'a'.repeat(64),
      measures: ['lock-for-holder', 'revoke-sessions-and-apps'] as MeasureName[],
      answerMs: 60_000,
      attempts: 3,
      remindMs: 2 * HOUR_MS,
      lifetimeMs: 72 * HOUR_MS,
    };
    const custody = createCustodyClient(connection, 'custody');
    const done: string[] = [];
    const on = new Set<string>();
    const notices: Notice[] = [];
    const activities: CustodyProtocolActivities = {
      sendCustodyCommands: async (_, commands: readonly CustodyCommand[]) => {
        for (const { act, id, instance, measure } of commands) {
          done.push(`${act} ${measure}`);
          on[act === 'apply' ? 'add' : 'delete'](instance);
          const status = act === 'lift' ? 'lifted' : 'applied';
          await custody.deliverAck(defender, { command: id, instance, status });
        }
      },
      holdRegistry: async () => void done.push('registry holds'),
      tellPeople: async (given) => void notices.push(...given),
    };
    await working('custody', activities, async () => {
      const now = await env.currentTimeMs();
      const about = { defender, round: 0, checkInBy: now + 12 * HOUR_MS, rules };
      await custody.watch({ ...about, checkInEveryMs: 12 * HOUR_MS });
      await env.sleep(11 * HOUR_MS);
      expect((await custody.checkIn(defender)).ok).toBe(true);
      await env.sleep(10 * HOUR_MS);
      expect(done).toEqual([]);
      await env.sleep(2.1 * HOUR_MS);
      await until('the account is locked', async () => on.size === 2);
      expect(done.slice(0, 3)).toEqual([
        'apply lock-for-holder',
        'apply revoke-sessions-and-apps',
        'registry holds',
      ]);
      await env.sleep(40 * DAY_MS);
      expect(on.size).toBe(2);
      expect(await custody.end(defender, { isSafetyProved: false })).toEqual({
        ok: false,
        code: 'custody.no-proof',
      });
      expect((await custody.end(defender, { isSafetyProved: true })).ok).toBe(true);
      await env.client.workflow.getHandle(`custody:${defender}`).result();
      expect(on.size).toBe(0);
      expect(done.slice(-2)).toEqual(['lift revoke-sessions-and-apps', 'lift lock-for-holder']);
      expect(new Set(notices.map(({ id }) => id)).size).toBe(notices.length);
      expect(notices.length).toBeGreaterThan(40 * 11);
    });
  });
});
