import { type Backend, decideBackend, givenAddresses } from './backend-choice.ts';
import { containerEngineAnswers, startContainers } from './containers/start-containers.ts';
import { timeSkippingServer } from './download/prepare-downloads.ts';
import { findJava } from './download/tools.ts';
import { type Environment, type Places, placesOf } from './places.ts';
import { requireReachable } from './reachable.ts';
import { type SearchAttributes, shieldSearchAttributes } from './servers/temporal.ts';
import { findRunningStack, startStack } from './stack.ts';
import { StackFault } from './stack-fault.ts';
import type { StackOptions } from './stack-options.ts';
import type { StackAddresses } from './state/stack-record.ts';

/** What a run may ask for. */
export interface BackendOptions {
  readonly places?: Places;
  readonly searchAttributes?: SearchAttributes;
  /** Gets the time-skipping test server also for backends that do not bring it. */
  readonly needsTimeSkipping?: boolean;
  /** Uses the stack that `up` left running, where it is whole. Default true. */
  readonly mayReuse?: boolean;
  readonly temporalUiPort?: number;
  /** Hears the choice and the progress, a line at a time. */
  readonly log: (line: string) => void;
}

/** Four servers that answer, whoever runs them. */
export interface ChosenBackend {
  readonly backend: Backend;
  readonly addresses: StackAddresses;
  readonly timeSkippingServerPath?: string;
  /** Ends what this run has started, and nothing else. */
  stop(): Promise<void>;
}

/**
 * Chooses where Kafka, Temporal, ClickHouse and PostgreSQL come from, has them running, and says
 * so in one line.
 * @throws StackFault with one sentence on what is missing and how to get it.
 */
export async function chooseBackend(
  env: Environment,
  options: BackendOptions,
): Promise<ChosenBackend> {
  const choice = await decideBackend(env, {
    hasJava: async () => (await findJava(env)) !== undefined,
    containerEngineAnswers,
  });
  options.log(`Backend: ${choice.backend} (${choice.reason})`);
  if (choice.backend === 'local') return localBackend(env, options);
  const started = choice.backend === 'given' ? await given(env) : await containers(options);
  if (options.needsTimeSkipping !== true) return started;
  const places = options.places ?? placesOf(env);
  const path = await timeSkippingServer({ cacheDir: places.cacheDir, log: options.log });
  return { ...started, timeSkippingServerPath: path };
}

async function given(env: Environment): Promise<ChosenBackend> {
  const addresses = givenAddresses(env);
  if (addresses === undefined) {
    throw new StackFault('BACKEND_UNAVAILABLE', 'No addresses are given.');
  }
  await requireReachable(addresses);
  return { backend: 'given', addresses, stop: () => Promise.resolve() };
}

async function containers(options: BackendOptions): Promise<ChosenBackend> {
  const started = await startContainers({
    searchAttributes: options.searchAttributes ?? shieldSearchAttributes,
    log: options.log,
  });
  return { backend: 'containers', ...started };
}

async function localBackend(env: Environment, options: BackendOptions): Promise<ChosenBackend> {
  const { mayReuse, needsTimeSkipping: _, ...rest } = options;
  const stackOptions: StackOptions = { env, ...rest };
  const running = mayReuse === false ? undefined : await findRunningStack(stackOptions);
  if (running !== undefined) options.log('  found the stack that "npm run up" left running');
  const stack = running ?? (await startStack({ ...stackOptions, ephemeral: true }));
  const { addresses, timeSkippingServerPath } = stack;
  return { backend: 'local', addresses, timeSkippingServerPath, stop: () => stack.stop() };
}
