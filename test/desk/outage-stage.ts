import { openRegistry, type Registry } from '@hrd-shield/registry';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { type ServiceProcess, startService } from '../harness/service-process.ts';
import { type DeskStage, stageDesk } from './desk-stage.ts';
import { type StagedWay, stageWay } from './stage-way.ts';

/** A desk and `ingest` that go on while PostgreSQL is away. */
export interface OutageStage {
  readonly at: Installation;
  /** The same, where the way leads to PostgreSQL: as desk and `designate` have it. */
  readonly behind: Installation;
  /** Never away: the test looks through it. */
  readonly registry: Registry;
  /** With `stella`, a steward. */
  readonly desk: DeskStage;
  readonly ingest: ServiceProcess;
  readonly way: StagedWay;
  stop(): Promise<void>;
}

export async function stageOutage(name: string): Promise<OutageStage> {
  const at = await createInstallation(name);
  const url = new URL(at.databaseUrl);
  const way = await stageWay(url.host);
  await way.open();
  url.host = `${way.host}:${way.port}`;
  const behind = { ...at, databaseUrl: url.href };
  const clock = { now: () => Date.now() };
  const { databaseUrl, keysDir } = at;
  const registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'test' }, clock);
  const desk = await stageDesk(behind, { stella: ['steward'] });
  const ingest = await startService('ingest', at.env);
  return {
    ...{ at, behind, registry, desk, ingest, way },
    stop: async () => {
      await desk.stop();
      await ingest.kill();
      await registry.stop();
      await way.shut();
      at.remove();
    },
  };
}
