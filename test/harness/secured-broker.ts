import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { placesOf } from '@hrd-shield/local-stack';
import pinned from '../../infra/local/versions.json' with { type: 'json' };

const run = promisify(execFile);
const START_TIMEOUT_MS = 90_000;
const POLL_MS = 100;
const LOG4J = join(import.meta.dirname, '../../infra/local/kafka/log4j2.properties');
const JAAS = 'org.apache.kafka.common.security';

/** A broker that lets in whoever knows a password, or at its other listener has a certificate. */
export interface SecuredBroker {
  readonly user: { readonly username: string; readonly password: string };
  /** Asks for SASL over TLS. */
  readonly bySasl: number;
  /** Asks for a certificate. */
  readonly byCertificate: number;
  /** PEM files; the certificate of the broker is for 127.0.0.1 and no other name. */
  readonly files: { readonly ca: string; readonly cert: string; readonly key: string };
  stop(): Promise<void>;
}

/** @throws where Java, OpenSSL or the jars of the local stack are missing, with what they said */
export async function startSecuredBroker(
  user: SecuredBroker['user'],
  env: NodeJS.ProcessEnv = process.env,
): Promise<SecuredBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'secured-broker-'));
  const [bySasl = 0, byCertificate = 0, controller = 0] = await freePorts();
  const files = await makeCertificates(folder);
  const properties = join(folder, 'server.properties');
  const at = { folder, bySasl, byCertificate, controller, user };
  await writeFile(properties, propertiesOf(at), { mode: 0o600 });
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const classPath = join(placesOf(env).cacheDir, `kafka-${pinned.kafka.version}`, '*');
  const scram = ['256', '512'].flatMap((bits) => [
    '--add-scram',
    `SCRAM-SHA-${bits}=[name=${user.username},password=${user.password}]`,
  ]);
  await run(java, [
    ...['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', classPath],
    ...['kafka.tools.StorageTool', 'format', '-t', 'c2VjdXJlZC1icm9rZXItMQ', '-c', properties],
    ...scram,
  ]);
  const logFile = join(folder, 'broker.log');
  const log = openSync(logFile, 'a');
  const server = spawn(
    java,
    [
      ...['-Xms128m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      ...[`-Dlog4j2.configurationFile=${LOG4J}`, '-cp', classPath, 'kafka.Kafka', properties],
    ],
    { cwd: folder, env, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  const stop = async (): Promise<void> => {
    await ended(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilUp(server, bySasl, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { user, bySasl, byCertificate, files, stop };
}

/** Three loopback ports that were free a moment ago. */
async function freePorts(): Promise<number[]> {
  const servers = Array.from({ length: 3 }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** An authority, and a certificate each for the broker and for a client of it. */
async function makeCertificates(folder: string): Promise<SecuredBroker['files']> {
  const path = (name: string): string => join(folder, name);
  const make = (name: string, ...more: readonly string[]) =>
    run('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '2', '-subj', `/CN=${name}`],
      ...['-keyout', path(`${name}.key`), '-out', path(`${name}.pem`), ...more],
    ]);
  const signed = ['-CA', path('authority.pem'), '-CAkey', path('authority.key')];
  await make('authority', '-addext', 'keyUsage=critical,keyCertSign');
  const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE'];
  await make('broker', ...signed, ...leaf, '-addext', 'subjectAltName=IP:127.0.0.1');
  await make('client', ...signed, ...leaf);
  const both = await Promise.all(['broker.key', 'broker.pem'].map((name) => readFile(path(name))));
  await writeFile(path('store.pem'), Buffer.concat(both), { mode: 0o600 });
  return { ca: path('authority.pem'), cert: path('client.pem'), key: path('client.key') };
}

function propertiesOf(at: {
  readonly folder: string;
  readonly bySasl: number;
  readonly byCertificate: number;
  readonly controller: number;
  readonly user: SecuredBroker['user'];
}): string {
  const listeners = [
    `SASL_SSL://127.0.0.1:${at.bySasl}`,
    `SSL://127.0.0.1:${at.byCertificate}`,
  ].join(',');
  const { password, username } = at.user;
  const sasl = 'listener.name.sasl_ssl';
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${at.controller}`,
    `listeners=${listeners},CONTROLLER://127.0.0.1:${at.controller}`,
    `advertised.listeners=${listeners}`,
    'listener.security.protocol.map=SASL_SSL:SASL_SSL,SSL:SSL,CONTROLLER:PLAINTEXT',
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=SSL',
    'ssl.keystore.type=PEM',
    `ssl.keystore.location=${join(at.folder, 'store.pem')}`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${join(at.folder, 'authority.pem')}`,
    'listener.name.ssl.ssl.client.auth=required',
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    `${sasl}.plain.sasl.jaas.config=${JAAS}.plain.PlainLoginModule required user_${username}="${password}";`,
    `${sasl}.scram-sha-256.sasl.jaas.config=${JAAS}.scram.ScramLoginModule required;`,
    `${sasl}.scram-sha-512.sasl.jaas.config=${JAAS}.scram.ScramLoginModule required;`,
    `log.dirs=${join(at.folder, 'data')}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'min.insync.replicas=1',
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=false',
    '',
  ].join('\n');
}

async function untilUp(server: ChildProcess, port: number, logFile: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await speaksTls(port))) {
    if (server.exitCode !== null || performance.now() > deadline) {
      throw new Error(
        `the broker did not start: ${(await readFile(logFile, 'utf8')).slice(-2_000)}`,
      );
    }
    await delay(POLL_MS);
  }
}

/** Whom it vouches for is the business of the tests. */
function speaksTls(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    const end = (isUp: boolean) => () => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('secureConnect', end(true)).once('error', end(false));
  });
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await gone;
}
