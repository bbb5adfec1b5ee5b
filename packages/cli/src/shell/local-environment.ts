import { join } from 'node:path';
import { addressEnvironment, findRunningStack, placesOf } from '@hrd-shield/local-stack';
import type { Environment, Setting } from '@hrd-shield/runtime';

const ADDRESSES = ['KAFKA_BROKERS', 'TEMPORAL_ADDRESS', 'CLICKHOUSE_URL', 'DATABASE_URL'];
const KEYS_DIR = 'SHIELD_KEYS_DIR';

/**
 * The environment with what a local installation need not state: addresses of the stack that
 * `npm run up` left running, and the keyring beside its data. What is stated is never replaced,
 * and nothing is looked for when a server is named: the two installations must not mix.
 */
export async function localEnvironment(
  env: Environment,
  wanted: readonly Setting[],
): Promise<Environment> {
  const wants = (name: string) => wanted.some((setting) => setting.env === name);
  const namesServer = ADDRESSES.some(
    (name) => env[name] !== undefined || env[`${name}_FILE`] !== undefined,
  );
  if (namesServer) return env;
  const keys = { [KEYS_DIR]: env[KEYS_DIR] ?? localKeysDir(env) };
  if (!ADDRESSES.some(wants)) return wants(KEYS_DIR) ? { ...env, ...keys } : env;
  const running = await findRunningStack({ env });
  if (running === undefined) return env;
  return { ...env, ...addressEnvironment(running.addresses), ...keys };
}

/** The keyring of the local stack. */
export function localKeysDir(env: Environment): string {
  return join(placesOf(env).stateDir, 'keys');
}
