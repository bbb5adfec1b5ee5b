import { topicName } from '@hrd-shield/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilDrained } from '../harness/drained.ts';
import { outcomesOf } from '../harness/facts.ts';
import { type TownUnderAttack, townUnderAttack } from '../harness/town-under-attack.ts';

/** What happened is written down as facts that never change: one row each, however often told. */
describe('Chapter 4: an outcome', () => {
  let scene: TownUnderAttack;

  beforeAll(async () => {
    scene = await townUnderAttack({
      purpose: 'outcome',
      env: { SHIELD_RESPOND_UNIT: 'chapter' },
    });
  });
  afterAll(() => scene?.pipeline.stop());

  const rows = () =>
    scene.pipeline.rows(
      `SELECT id, kind, toUnixTimestamp64Milli(at) AS at_ms FROM outcome_facts
       WHERE defender = '${scene.pipeline.ref(scene.target)}' ORDER BY id`,
    );

  it('is one row as queried', async () => {
    const facts = await outcomesOf(scene.pipeline, scene.pipeline.ref(scene.target));
    const told = new Map(facts.map(({ id, kind }) => [id as string, kind as string]));
    const found = (await rows()).map(({ id, kind }) => [id, kind]);
    expect(found).toEqual([...told].sort(([a], [b]) => (a < b ? -1 : 1)));
  });

  it('tells language and part of the world, since twelve share them, and never the country', async () => {
    const told = await scene.pipeline.rows(
      `SELECT DISTINCT language, region, unit FROM outcome_facts
       WHERE defender = '${scene.pipeline.ref(scene.target)}' AND case_id != ''`,
    );
    expect(told).toEqual([{ language: 'en', region: 'western-africa', unit: 'chapter' }]);
    const [fact] = await outcomesOf(scene.pipeline, scene.pipeline.ref(scene.target));
    expect(JSON.stringify(fact)).not.toContain('SN');
  });

  it('tells the story of the case in order', async () => {
    const kinds = [...(await rows())]
      .sort((a, b) => Number(a.at_ms) - Number(b.at_ms))
      .map(({ kind }) => String(kind));
    const first = (kind: string) => kinds.indexOf(kind);
    expect(first('signal.raised')).toBeGreaterThanOrEqual(0);
    expect(first('measure.requested')).toBeLessThan(first('measure.applied'));
    expect(first('measure.applied')).toBeLessThan(first('measure.verified'));
  });

  it('stays one row when everything is told again', async () => {
    const before = await rows();
    const again = (await scene.pipeline.log('outcomes')).map(({ headers, key, value }) => ({
      topic: topicName('outcomes', scene.pipeline.at.topicPrefix),
      key: key ?? null,
      value: Buffer.from(value),
      headers,
    }));
    await scene.pipeline.sink.send(again);
    await untilDrained(scene.pipeline.at, ['record']);
    expect(await rows()).toEqual(before);
  });
});
