import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilDrained } from '../harness/drained.ts';
import { commandsOf, outcomesOf, signalsOf, targetingOf } from '../harness/facts.ts';
import { linesOf } from '../harness/fold-log.ts';
import { resetGroups } from '../harness/reset-groups.ts';
import { FLOW, type TownUnderAttack, townUnderAttack } from '../harness/town-under-attack.ts';

/** Every group starts again from the beginning of its log. The world stays as it is. */
describe('Chapter 8: redelivery', () => {
  let scene: TownUnderAttack;
  let before: Awaited<ReturnType<typeof world>>;

  beforeAll(async () => {
    scene = await townUnderAttack({ purpose: 'redelivery' });
    before = await world();
    await scene.pipeline.restart(() => resetGroups(scene.pipeline.at, FLOW));
    await untilDrained(scene.pipeline.at, FLOW);
  });
  afterAll(() => scene?.pipeline.stop());

  /** What has effect: identities, not copies on a log. */
  async function world() {
    const { pipeline, target } = scene;
    const ref = pipeline.ref(target);
    const ids = (list: readonly { readonly id: string }[]) =>
      [...new Set(list.map(({ id }) => id))].sort();
    return {
      signals: linesOf(await signalsOf(pipeline, ref)),
      commands: ids(await commandsOf(pipeline, ref)),
      outcomes: ids(await outcomesOf(pipeline, ref)),
      measures: [...pipeline.platform.active().keys()].sort(),
      carriedOut: pipeline.platform.applied().length,
      rows: await pipeline.rows(
        `SELECT kind, count() AS n, uniqExact(id) AS ids FROM outcome_facts GROUP BY kind ORDER BY kind`,
      ),
    };
  }

  it('changes nothing', async () => {
    expect(await world()).toEqual(before);
  });

  it('was told twice: every event lies on the targeting log two times', async () => {
    const records = await targetingOf(scene.pipeline, scene.pipeline.ref(scene.target));
    expect(records).toHaveLength(2 * new Set(records.map(({ ref }) => ref)).size);
  });

  it('was of a world in which something had happened', () => {
    expect(before.signals.length).toBeGreaterThan(0);
    expect(before.commands.length).toBeGreaterThan(0);
    expect(before.measures.length).toBeGreaterThan(0);
    expect(before.rows.length).toBeGreaterThan(0);
  });
});
