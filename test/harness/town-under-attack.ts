import type { StackAddresses } from '@hrd-shield/local-stack';
import { untilDrained } from './drained.ts';
import { outcomesOf } from './facts.ts';
import { type Pipeline, startPipeline } from './pipeline.ts';
import { playTown } from './play-town.ts';
import type { ServiceName } from './service-process.ts';
import { type SmallCity, smallCity } from './small-city.ts';
import { until } from './until.ts';

/** The flow in its order. */
export const FLOW: readonly ServiceName[] = ['ingest', 'detect', 'respond', 'record'];

export interface TownUnderAttack {
  readonly pipeline: Pipeline;
  readonly town: SmallCity;
  /** The account that was attacked. */
  readonly target: string;
  readonly others: readonly string[];
}

/**
 * Plays a town with one pile-on through the whole pipeline, until the target is protected: every
 * automatic measure is applied and its effect verified.
 * @param target another name for the attacked account
 */
export async function townUnderAttack(options: {
  readonly purpose: string;
  readonly target?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Servers to use; those of the test run when absent. */
  readonly addresses?: StackAddresses;
}): Promise<TownUnderAttack> {
  const town = renamed(smallCity('A01', { endsAt: Date.now() }), options.target);
  const target = town.campaign.account;
  const others = town.defenders.map(({ account }) => account).filter((one) => one !== target);
  const pipeline = await startPipeline({
    purpose: options.purpose,
    defenders: [target, ...others],
    services: FLOW,
    ...(options.env && { env: options.env }),
    ...(options.addresses && { addresses: options.addresses }),
  });
  await playTown(town, pipeline);
  await untilDrained(pipeline.at, FLOW);
  await untilProtected(pipeline, target);
  return { pipeline, town, target, others };
}

/** Waits until every measure that was asked for is verified, and recorded. */
async function untilProtected(pipeline: Pipeline, target: string): Promise<void> {
  await until('every measure is verified', async () => {
    const facts = await outcomesOf(pipeline, pipeline.ref(target));
    const instances = (kind: string) =>
      new Set(facts.filter((fact) => fact.kind === kind).map(({ instance }) => instance));
    const requested = instances('measure.requested');
    const verified = instances('measure.verified');
    return requested.size > 0 && [...requested].every((instance) => verified.has(instance));
  });
  await untilDrained(pipeline.at, FLOW);
}

function renamed(town: SmallCity, name: string | undefined): SmallCity {
  if (name === undefined) return town;
  const text = JSON.stringify(town).replaceAll(`"${town.campaign.account}"`, `"${name}"`);
  return JSON.parse(text) as SmallCity;
}
