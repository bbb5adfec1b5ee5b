import { type StackOptions, startStack } from '@hrd-shield/local-stack';
import { type Pipeline, startPipeline } from '../../harness/pipeline.ts';
import type { ServiceProcess } from '../../harness/service-process.ts';
import { FLOW } from '../../harness/town-under-attack.ts';
import type { SuiteRun } from '../suite.ts';
import { type BrokerClock, makeBrokerClock } from './broker-clock.ts';
import { type DeskAtWork, openDeskAtWork } from './desk-at-work.ts';
import type { Load } from './load.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** Bytes of the log that were changed on the disk of the broker. */
export interface Spoilt {
  mend(): Promise<void>;
}

/** A stack of the run's own with the whole flow on it, and a proxy before the column store. */
export interface FlowCrew {
  readonly stack: Awaited<ReturnType<typeof startStack>>;
  readonly pipeline: Pipeline;
  readonly store: TcpProxy;
  readonly load: Load;
  readonly desk: DeskAtWork;
  /** Of the broker; absent where no fault of the run sets it. */
  readonly clock: BrokerClock | undefined;
  /** A second member of a group, while a fault needs one. */
  second: ServiceProcess | undefined;
  /** Accounts that were designated on the way, by the last fault that did so. */
  joined: readonly string[];
  /** Accounts that were designated and withdrew, by the last fault that did so. */
  left: readonly string[];
  /** Events that were looked at while screening was dead or at rest, by look. */
  readonly looks: number[];
  /** Most bytes that each service was seen to hold. */
  readonly memory: Map<string, number>;
  /** What rots on the disk of the broker, while a fault needs it. */
  spoilt: Spoilt | undefined;
  /** Measured on the way; only for people to read. */
  readonly figures: Map<string, number>;
  readonly say: SuiteRun['say'];
  stop(): Promise<void>;
}

/** What the servers of a run are given beside what they need. */
export interface FlowMeans {
  /** Bytes of the disk of a server that has one of its own. */
  readonly smallDisks?: NonNullable<StackOptions['smallDisks']>;
  readonly withBrokerClock?: boolean;
}

export async function gatherFlow(
  run: Pick<SuiteRun, 'say'>,
  load: Load,
  { smallDisks = {}, withBrokerClock = false }: FlowMeans = {},
): Promise<FlowCrew> {
  const clock = withBrokerClock ? await makeBrokerClock(process.env) : undefined;
  const env = clock?.env ?? process.env;
  const stack = await startStack({ env, ephemeral: true, log: run.say, smallDisks });
  const direct = new URL(stack.addresses.clickhouseUrl);
  const store = await startTcpProxy({ port: Number(direct.port) });
  const proxied = new URL(direct);
  proxied.port = String(store.port);
  const addresses = { ...stack.addresses, clickhouseUrl: proxied.href };
  const pipeline = await startPipeline({
    purpose: 'faults',
    defenders: load.defenders,
    services: FLOW,
    addresses,
  });
  const desk = await openDeskAtWork(pipeline.at);
  return {
    stack,
    pipeline,
    desk,
    clock,
    store,
    load,
    second: undefined,
    joined: [],
    left: [],
    looks: [],
    memory: new Map(),
    spoilt: undefined,
    figures: new Map(),
    say: run.say,
    stop: async () => {
      store.set('pass');
      await desk.stop();
      await pipeline.stop();
      await store.stop();
      await stack.stop();
      await clock?.remove();
    },
  };
}
