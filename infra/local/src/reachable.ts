import { connect } from 'node:net';
import { addressVariables } from './address-lines.ts';
import { StackFault } from './stack-fault.ts';
import type { StackAddresses } from './state/stack-record.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** One end of a connection. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port` or a URL; `undefined` where it is neither. */
export function endpointOf(address: string, defaultPort?: number): Endpoint | undefined {
  const text = address.includes('://') ? address : `tcp://${address}`;
  if (!URL.canParse(text)) return undefined;
  const { hostname, port } = new URL(text);
  const number = port === '' ? defaultPort : Number(port);
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === '' || number === undefined ? undefined : { host, port: number };
}

/** @throws StackFault BACKEND_UNAVAILABLE naming the variable whose server does not answer. */
export async function requireReachable(addresses: StackAddresses): Promise<void> {
  const httpPort = addresses.clickhouseUrl.startsWith('https:') ? 443 : 80;
  const [firstBroker = ''] = addresses.kafkaBrokers.split(',');
  await Promise.all([
    requireOne('kafkaBrokers', endpointOf(firstBroker)),
    requireOne('temporalAddress', endpointOf(addresses.temporalAddress)),
    requireOne('clickhouseUrl', endpointOf(addresses.clickhouseUrl, httpPort)),
    requireOne('databaseUrl', endpointOf(addresses.databaseUrl, 5432)),
  ]);
}

async function requireOne(
  key: keyof StackAddresses,
  endpoint: Endpoint | undefined,
): Promise<void> {
  const variable = addressVariables[key];
  if (endpoint === undefined) {
    throw new StackFault('BACKEND_UNAVAILABLE', `${variable} is no address with host and port.`);
  }
  if (await accepts(endpoint)) return;
  throw new StackFault(
    'BACKEND_UNAVAILABLE',
    `${variable} names ${endpoint.host}:${endpoint.port}, where nothing answers.`,
  );
}

function accepts(endpoint: Endpoint): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(endpoint);
    const finish = (answer: boolean): void => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
