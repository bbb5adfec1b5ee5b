import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilDrained } from '../harness/drained.ts';
import { commandsOf, outcomesOf, signalsOf, targetingOf } from '../harness/facts.ts';
import { foldTargetingLog, linesOf } from '../harness/fold-log.ts';
import { type Pipeline, startPipeline } from '../harness/pipeline.ts';
import type { ServiceName } from '../harness/service-process.ts';
import { play, smallCity } from '../harness/small-city.ts';

const FLOW: readonly ServiceName[] = ['ingest', 'detect', 'respond', 'record'];

/**
 * Processes die. Each service is killed in the middle of the campaign, without a word of warning,
 * and started again: nothing is lost, nothing happens twice.
 */
describe('Chapter 6: a crash of each service', () => {
  const town = smallCity('A01', { endsAt: Date.now() });
  const target = town.campaign.account;
  const others = town.defenders.map(({ account }) => account).filter((one) => one !== target);
  let pipeline: Pipeline;

  beforeAll(async () => {
    const defenders = [target, ...others];
    pipeline = await startPipeline({ purpose: 'crash', defenders, services: FLOW });
    const inCampaign = town.events.filter(({ truth }) => truth.campaign !== undefined);
    const halfAt = inCampaign[Math.floor(inCampaign.length / 2)]?.at ?? 0;
    const begun = town.events.filter(({ at }) => at < halfAt);
    await play(begun, pipeline.emitter);
    // One after the other, while the first half is still on its way.
    const restarts: Promise<void>[] = [];
    for (const service of FLOW) restarts.push(pipeline.crash(service));
    await play(town.events.slice(begun.length), pipeline.emitter);
    await Promise.all(restarts);
    await untilDrained(pipeline.at, FLOW);
  });
  afterAll(() => pipeline?.stop());

  it('loses no event that affects a defender', async () => {
    for (const account of [target, ...others]) {
      const records = await targetingOf(pipeline, pipeline.ref(account));
      const landed = new Set(records.map(({ ref }) => ref));
      const emitted = new Set(town.events.filter(({ key }) => key === account).map(({ id }) => id));
      expect(landed.size, account).toBe(emitted.size);
    }
  });

  it('raises the signals that the log gives without a crash, and no other', async () => {
    const raised = await signalsOf(pipeline, pipeline.ref(target));
    const expected = (await foldTargetingLog(pipeline)).filter(
      ({ defender }) => defender === pipeline.ref(target),
    );
    expect(linesOf(raised)).toEqual(linesOf(expected));
    expect(raised.map(({ tier }) => tier)).toContain('shield');
  });

  it('applies each measure once', async () => {
    const commands = await commandsOf(pipeline, pipeline.ref(target));
    const applied = commands.filter(({ act }) => act === 'apply');
    const instances = new Set(applied.map(({ instance }) => instance));
    const measures = new Set(applied.map(({ measure }) => measure));
    expect(measures.size).toBeGreaterThan(0);
    expect(instances.size).toBe(measures.size);
    expect(new Set(applied.map(({ id }) => id)).size).toBe(instances.size);
  });

  it('leaves each outcome as one row', async () => {
    const facts = await outcomesOf(pipeline, pipeline.ref(target));
    const ids = [...new Set(facts.map(({ id }) => id))].sort();
    expect(ids.length).toBeGreaterThan(0);
    const rows = await pipeline.rows(
      `SELECT id, count() AS copies FROM outcome_facts
       WHERE defender = '${pipeline.ref(target)}' GROUP BY id ORDER BY id`,
    );
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(rows.every(({ copies }) => Number(copies) === 1)).toBe(true);
  });
});
