import { addressVariables } from './address-lines.ts';
import type { Environment } from './places.ts';
import { StackFault } from './stack-fault.ts';
import type { StackAddresses } from './state/stack-record.ts';

/** Where the four servers come from. */
export const backends = ['given', 'containers', 'local'] as const;

/** Where the four servers come from. */
export type Backend = (typeof backends)[number];

/** What has to be found out, and only if it matters. */
export interface BackendProbes {
  hasJava(): Promise<boolean>;
  containerEngineAnswers(): Promise<boolean>;
}

/** The choice with its reason, in words for the first lines of a run. */
export interface BackendChoice {
  readonly backend: Backend;
  readonly reason: string;
}

/**
 * The addresses that the environment gives.
 * @returns `undefined` where it gives none of them.
 * @throws StackFault ADDRESSES_INCOMPLETE where it gives some and lacks others.
 */
export function givenAddresses(env: Environment): StackAddresses | undefined {
  const missing = Object.values(addressVariables).filter((name) => !env[name]);
  if (missing.length === Object.keys(addressVariables).length) return undefined;
  const kafkaBrokers = env[addressVariables.kafkaBrokers];
  const temporalAddress = env[addressVariables.temporalAddress];
  const clickhouseUrl = env[addressVariables.clickhouseUrl];
  const databaseUrl = env[addressVariables.databaseUrl];
  if (kafkaBrokers && temporalAddress && clickhouseUrl && databaseUrl) {
    return { kafkaBrokers, temporalAddress, clickhouseUrl, databaseUrl };
  }
  throw new StackFault(
    'ADDRESSES_INCOMPLETE',
    `Addresses are given for some servers only: set ${missing.join(' and ')} too, or none of ${Object.values(addressVariables).join(', ')}.`,
  );
}

/**
 * Given addresses, then containers (asked for, or no Java here), then the local stack. With
 * `SHIELD_BACKEND` a run insists on one of them and fails where it cannot have it.
 * @throws StackFault BACKEND_UNAVAILABLE, ADDRESSES_INCOMPLETE or USAGE.
 */
export async function decideBackend(
  env: Environment,
  probes: BackendProbes,
): Promise<BackendChoice> {
  const wanted = wantedBackend(env);
  const isGiven = givenAddresses(env) !== undefined;
  if (isGiven && (wanted === undefined || wanted === 'given')) {
    return { backend: 'given', reason: 'the environment gives all four addresses' };
  }
  if (isGiven) {
    throw unavailable(`SHIELD_BACKEND=${wanted} contradicts the addresses in the environment.`);
  }
  if (wanted === 'given') {
    const names = Object.values(addressVariables).join(', ');
    throw unavailable(`SHIELD_BACKEND=given needs the addresses ${names}.`);
  }
  if (wanted === 'containers') {
    if (await probes.containerEngineAnswers()) {
      return { backend: 'containers', reason: 'SHIELD_BACKEND asks for them' };
    }
    throw unavailable(
      'SHIELD_BACKEND=containers was asked for, but no container engine answers: start Docker or Podman, or unset it to use the local stack.',
    );
  }
  if (wanted === 'local') return { backend: 'local', reason: 'SHIELD_BACKEND asks for it' };
  if (!(await probes.hasJava()) && (await probes.containerEngineAnswers())) {
    return { backend: 'containers', reason: 'no Java is here and a container engine answers' };
  }
  return { backend: 'local', reason: 'no addresses are given and no containers are asked for' };
}

function wantedBackend(env: Environment): Backend | undefined {
  if (!env.SHIELD_BACKEND) return undefined;
  const known = backends.find((backend) => backend === env.SHIELD_BACKEND);
  if (known !== undefined) return known;
  const names = backends.join(', ');
  throw new StackFault('USAGE', `SHIELD_BACKEND is "${env.SHIELD_BACKEND}", not one of ${names}.`);
}

function unavailable(sentence: string): StackFault {
  return new StackFault('BACKEND_UNAVAILABLE', sentence);
}
