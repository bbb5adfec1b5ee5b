import { AccountId, TargetingEvent } from '@hrd-shield/contracts';
import { SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targetingOf } from '../harness/facts.ts';
import { sealerOf } from '../harness/keys-of.ts';
import { type Pipeline, startPipeline } from '../harness/pipeline.ts';
import { until } from '../harness/until.ts';

/**
 * A platform says what happens on it: hundreds of thousands of events, nearly all of which concern
 * nobody who is protected. `ingest` keeps those that do, and only as sealed bytes.
 */
describe('Chapter 1: one event', () => {
  const MARIA = 'account-maria';
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline({
      purpose: 'one_event',
      defenders: [MARIA],
      services: ['ingest'],
    });
  });
  afterAll(() => pipeline?.stop());

  const mention = (affected: string, id: string) =>
    pipeline.emitter.emit(
      'org.hrdshield.content.mentioned.v1',
      {
        affected: AccountId.parse(affected),
        actor: { account: AccountId.parse('account-stranger') },
        objectId: `post-${id}`,
        text: 'hello',
      },
      { id, time: Date.now() },
    );

  const landed = (count: number) =>
    until(`${count} targeting records`, async () => {
      const records = await targetingOf(pipeline, pipeline.ref(MARIA));
      return records.length >= count ? records : undefined;
    });

  it('becomes one targeting record when it affects a defender', async () => {
    expect(await mention(MARIA, 'event-1')).toEqual({ ok: true, records: 1 });
    const [record, ...more] = await landed(1);
    expect(more).toEqual([]);
    expect(Object.keys(record ?? {}).sort()).toEqual(['defender', 'kind', 'ref', 'sealed']);
    expect(record).toMatchObject({ kind: 'event', defender: pipeline.ref(MARIA) });
  });

  it('opens with the key of the defender, and then says who did what', async () => {
    const [record] = await landed(1);
    const sealer = await sealerOf(pipeline.at);
    const sealed = record?.sealed;
    if (sealed === undefined) throw new RangeError('no record');
    const plain = await sealer.open(pipeline.ref(MARIA), SEAL_PURPOSES.targetingEvent, sealed);
    const event = TargetingEvent.parse(JSON.parse(Buffer.from(plain).toString()));
    expect(event).toMatchObject({ kind: 'mentioned', text: 'hello' });
    expect(event.actor?.ref).toMatch(/^a_/);
    expect(JSON.stringify(event)).not.toContain('account-');
  });

  it('ends at the door when it affects nobody who is protected', async () => {
    await mention('account-nobody', 'event-2');
    await mention(MARIA, 'event-3');
    expect(await landed(2)).toHaveLength(2);
    expect(await pipeline.log('deadLetters')).toEqual([]);
    await until('the miss is counted', async () => {
      const metrics = await pipeline.service('ingest').metrics();
      return /reason="not-a-defender"[^\n]* 1\b/.test(metrics);
    });
  });
});
