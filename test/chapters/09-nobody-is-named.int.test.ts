import { protectDefenderWorkflowId } from '@hrd-shield/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TownUnderAttack, townUnderAttack } from '../harness/town-under-attack.ts';
import { startTraceCollector, type TraceCollector } from '../harness/trace-collector.ts';
import { findCanary, type Place } from '../leaks/find-canary.ts';
import {
  columnStorePlaces,
  historyPlaces,
  processPlaces,
  registryPlaces,
  topicPlaces,
} from '../leaks/places.ts';

const CANARY = 'canary-defender-7731';

/**
 * A defender with a name that stands nowhere else is attacked and protected. Then everything that
 * the shield keeps, says and shows is searched for the name, in every writing.
 */
describe('Chapter 9: nobody is named', () => {
  let collector: TraceCollector;
  let scene: TownUnderAttack;

  beforeAll(async () => {
    collector = await startTraceCollector();
    scene = await townUnderAttack({
      purpose: 'canary',
      target: CANARY,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint },
    });
  });
  afterAll(async () => {
    await scene?.pipeline.stop();
    await collector.stop();
  });

  /** The attackers are people too: nobody of them is named either. */
  const names = () => [
    CANARY,
    ...scene.town.campaign.actors.slice(0, 20).map((one) => one.account),
  ];

  function expectNobodyIn(places: readonly Place[]): void {
    expect(places.length).toBeGreaterThan(0);
    for (const { content, name } of places) {
      expect(content.length, `${name} holds something`).toBeGreaterThan(0);
    }
    expect(names().flatMap((name) => findCanary(name, places))).toEqual([]);
  }

  it('was attacked and protected under its name', () => {
    const events = scene.town.events.filter(({ key }) => key === CANARY);
    expect(events.length).toBeGreaterThan(100);
    expect(scene.pipeline.platform.applied().map(({ account }) => account)).toContain(CANARY);
  });

  it('on no topic past screening', async () => {
    const places = await topicPlaces(scene.pipeline);
    expectNobodyIn(places.filter(({ name }) => !name.includes('dead-letters')));
  });

  it('in no row of the column store', async () => {
    const places = await columnStorePlaces(scene.pipeline);
    expect(places.map(({ name }) => name)).toContain('column store outcomes');
    expectNobodyIn(places);
  });

  it('in no row of the registry', async () => {
    expectNobodyIn(await registryPlaces(scene.pipeline));
  });

  it('in no history of a workflow', async () => {
    const ref = scene.pipeline.ref(CANARY);
    expectNobodyIn(await historyPlaces(protectDefenderWorkflowId(ref)));
  });

  it('in no log line and no metric', async () => {
    expectNobodyIn(await processPlaces(scene.pipeline));
  });

  it('in no trace', () => {
    expect(collector.spans().length).toBeGreaterThan(0);
    expectNobodyIn([{ name: 'traces', content: collector.bodies().join('\n') }]);
  });
});
