import { type StackOptions, startStack } from '@hrd-shield/local-stack';
import { type Pipeline, startPipeline } from '../../harness/pipeline.ts';
import type { ServiceProcess } from '../../harness/service-process.ts';
import { FLOW } from '../../harness/town-under-attack.ts';
import type { SuiteRun } from '../suite.ts';
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
  /** A second member of a group, while a fault needs one. */
  second: ServiceProcess | undefined;
  /** Accounts that were designated on the way, by the last fault that did so. */
  joined: readonly string[];
  /** What rots on the disk of the broker, while a fault needs it. */
  spoilt: Spoilt | undefined;
  stop(): Promise<void>;
}

/** @param smallDisks bytes of the disk of a server that has one of its own */
export async function gatherFlow(
  run: Pick<SuiteRun, 'say'>,
  load: Load,
  smallDisks: NonNullable<StackOptions['smallDisks']> = {},
): Promise<FlowCrew> {
  const stack = await startStack({ env: process.env, ephemeral: true, log: run.say, smallDisks });
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
  return {
    stack,
    pipeline,
    store,
    load,
    second: undefined,
    joined: [],
    spoilt: undefined,
    stop: async () => {
      store.set('pass');
      await pipeline.stop();
      await store.stop();
      await stack.stop();
    },
  };
}
