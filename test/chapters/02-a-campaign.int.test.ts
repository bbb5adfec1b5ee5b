import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilDrained } from '../harness/drained.ts';
import { signalsOf } from '../harness/facts.ts';
import { type Pipeline, startPipeline } from '../harness/pipeline.ts';
import { playTown } from '../harness/play-town.ts';
import { smallCity } from '../harness/small-city.ts';

/**
 * Three days of a small town. Most of what happens to a defender is ordinary; then two hundred
 * accounts, most of them days old, turn on one person. `detect` says so once, and why.
 */
describe('Chapter 2: a campaign', () => {
  const town = smallCity('A01', { endsAt: Date.now() });
  const target = town.campaign.account;
  const others = town.defenders.map(({ account }) => account).filter((one) => one !== target);
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline({
      purpose: 'campaign',
      defenders: [target, ...others],
      services: ['ingest', 'detect'],
    });
    await playTown(town, pipeline);
    await untilDrained(pipeline.at, ['ingest', 'detect']);
  });
  afterAll(() => pipeline?.stop());

  const raised = () => signalsOf(pipeline, pipeline.ref(target));

  it('is one campaign, however many accounts take part', async () => {
    const signals = await raised();
    expect(new Set(signals.map(({ campaign }) => campaign)).size).toBe(1);
    expect(new Set(signals.map(({ id, revision }) => `${id} ${revision}`)).size).toBe(
      signals.length,
    );
  });

  it('is called what it is, while it goes on', async () => {
    const signal = (await raised()).find(({ tier }) => tier === 'guard' || tier === 'shield');
    expect(signal?.threat).toBe('pile-on');
    expect(signal?.inauthentic).toBe(true);
    expect(signal?.eventAt).toBeGreaterThanOrEqual(town.campaign.startsAt);
    expect(signal?.eventAt).toBeLessThanOrEqual(town.campaign.endsAt);
  });

  it('is explained: the reasons add up, and more of them never score less', async () => {
    const signals = await raised();
    for (const { explanation } of signals) {
      const evidence = [...explanation.reasons, ...explanation.benign];
      const sum = evidence.reduce((total, one) => total + one.contribution, explanation.prior);
      expect(sum).toBeCloseTo(explanation.logit, 9);
    }
    // The score is the calibrated logit: of what stands at guard, in the same order.
    const acting = signals.filter(({ tier }) => tier === 'guard' || tier === 'shield');
    const byLogit = acting.toSorted((a, b) => a.explanation.logit - b.explanation.logit);
    const scores = byLogit.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
  });

  it('carries evidence as references and actors as sealed bytes', async () => {
    const actors = new Set(town.campaign.actors.map(({ account }) => account));
    for (const { value } of await pipeline.log('riskSignals')) {
      for (const account of [target, ...actors]) expect(value).not.toContain(account);
    }
  });

  it('touches nobody else in town', async () => {
    for (const account of others) {
      const signals = await signalsOf(pipeline, pipeline.ref(account));
      expect(signals.filter(({ tier }) => tier !== 'watch' && tier !== 'none')).toEqual([]);
    }
  });
});
