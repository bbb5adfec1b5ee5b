import { startStack } from '@hrd-shield/local-stack';
import { type BoardTables, createTaskBoard, openDatabase } from '@hrd-shield/postgres';
import { openTaskDesk, type TaskDesk } from '@hrd-shield/temporal';
import { openResponseStage, type ResponseStage } from '../../harness/response-stage.ts';
import { type ServiceProcess, startService } from '../../harness/service-process.ts';
import type { SuiteRun } from '../suite.ts';

type Stack = Awaited<ReturnType<typeof startStack>>;
export type Part = 'worker' | 'consumer' | 'record';

/** A stack of the run's own, with everything on it that can be crashed. */
export interface Crew {
  readonly stack: Stack;
  readonly stage: ResponseStage;
  readonly desk: TaskDesk;
  crash(part: Part): Promise<void>;
  revive(part: Part): Promise<void>;
  /** What a process has printed since it was started last. */
  output(part: Part): string;
  stop(): Promise<void>;
}

const PARTS = ['worker', 'consumer', 'record'] as const;

export async function gatherCrew(name: string, run: SuiteRun): Promise<Crew> {
  const stack = await startStack({ env: process.env, ephemeral: true, log: run.say });
  const stage = await openResponseStage({ name, addresses: stack.addresses });
  const database = openDatabase<BoardTables>({
    url: stage.at.databaseUrl,
    applicationName: `${name}-desk`,
  });
  const board = createTaskBoard(database.query);
  const running = new Map<Part, ServiceProcess>();
  const common = { ...stage.at.env, SHIELD_LOG_LEVEL: 'info', SHIELD_HTTP_PORT: '0' };
  const revive = async (part: Part): Promise<void> => {
    const started =
      part === 'record'
        ? startService('record', common)
        : startService('respond', { ...common, SHIELD_RESPOND_PART: part });
    running.set(part, await started);
  };
  await Promise.all(PARTS.map(revive));
  return {
    stack,
    stage,
    desk: openTaskDesk(stage.temporal, { findTask: board.task }),
    revive,
    crash: async (part) => running.get(part)?.kill(),
    output: (part) => running.get(part)?.output() ?? '',
    stop: async () => {
      await Promise.all([...running.values()].map((one) => one.stop()));
      await database.stop();
      await stage.stop();
      await stack.stop();
    },
  };
}
