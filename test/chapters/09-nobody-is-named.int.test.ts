import { protectDefenderWorkflowId, TOPICS } from '@hrd-shield/contracts';
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

  /** @param filled places that would prove nothing if they were empty */
  function expectNobodyIn(places: readonly Place[], filled: readonly string[]): void {
    for (const name of filled) {
      const size = places.find((place) => place.name === name)?.content.length ?? 0;
      expect(size, `${name} holds something`).toBeGreaterThan(2);
    }
    expect(names().flatMap((name) => findCanary(name, places))).toEqual([]);
  }

  it('was attacked and protected under its name', () => {
    const events = scene.town.events.filter(({ key }) => key === CANARY);
    expect(events.length).toBeGreaterThan(100);
    expect(scene.pipeline.platform.applied().map(({ account }) => account)).toContain(CANARY);
  });

  it('on no topic past screening', async () => {
    const filled = [
      'designations',
      'targetingEvents',
      'riskSignals',
      'protectionCommands',
      'protectionAcks',
      'outcomes',
    ] as const;
    expectNobodyIn(
      await topicPlaces(scene.pipeline),
      filled.map((id) => `topic ${TOPICS[id].name}`),
    );
  });

  it('in no row of the column store', async () => {
    expectNobodyIn(await columnStorePlaces(scene.pipeline), [
      'column store outcomes',
      'column store signals',
    ]);
  });

  it('in no row of the registry', async () => {
    const places = await registryPlaces(scene.pipeline);
    expectNobodyIn(
      places,
      places.map(({ name }) => name).filter((name) => name.includes('designation')),
    );
  });

  it('in no history of a workflow', async () => {
    const places = await historyPlaces(protectDefenderWorkflowId(scene.pipeline.ref(CANARY)));
    expectNobodyIn(places, ['workflow as listed', 'workflow history, page 0']);
  });

  it('in no log line and no metric', async () => {
    expectNobodyIn(await processPlaces(scene.pipeline), [
      'logs',
      'metrics of ingest',
      'metrics of detect',
      'metrics of respond',
      'metrics of record',
    ]);
  });

  it('in no trace', () => {
    expectNobodyIn([{ name: 'traces', content: collector.bodies().join('\n') }], ['traces']);
  });
});
