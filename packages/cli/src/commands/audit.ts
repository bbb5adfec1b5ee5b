import { AuditRoot, topicName } from '@hrd-shield/contracts';
import { createKafkaSink, kafkaConnection } from '@hrd-shield/kafka';
import { createRootSigner, createRootVerifier, loadKey } from '@hrd-shield/keys';
import { type AuditVerdict, publishAuditRoot, verifyAudit } from '@hrd-shield/pipeline';
import { type AuditTables, createAuditLog, openDatabase } from '@hrd-shield/postgres';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import { readTopic } from '../demo/read-topic.ts';
import { EXIT } from '../shell/exit-codes.ts';
import { requireTopic } from '../shell/require-topic.ts';
import type { Shell } from '../shell/shell.ts';

const FAULTS: Record<NonNullable<AuditVerdict['fault']>['kind'], string> = {
  missing: 'this row is missing',
  changed: 'this row was changed',
  unlinked: 'this row does not follow the one before: changed, removed or put in another order',
  'not-the-signed-head':
    'this row is not the one whose hash was signed: the chain was written anew',
  'cut-off': 'a signed head says that this row and those after it were removed',
};

/** `audit`: the chain of who did what to whom. */
export function registerAudit(program: Command, shell: Shell): void {
  const audit = program
    .command('audit')
    .description('who did what to whom: verify the chain, sign its head');
  audit
    .command('verify')
    .description('read every row and every signed head; name the first row that does not hold')
    .action(() => verify(shell));
  audit
    .command('root')
    .description('sign the head of the chain and publish it; the desk does it by itself')
    .action(() => root(shell));
}

const ADDRESSES = {
  databaseUrl: SETTINGS.databaseUrl,
  ...KAFKA_SETTINGS,
  topicPrefix: SETTINGS.topicPrefix,
  keysDir: SETTINGS.keysDir,
};

async function verify(shell: Shell): Promise<void> {
  const { databaseUrl, keysDir, topicPrefix, ...kafka } = await shell.settings(ADDRESSES);
  const connection = kafkaConnection(kafka, 'hrd-shield-audit');
  const topic = topicName('auditRoots', topicPrefix);
  await requireTopic(topic, connection);
  const verifier = createRootVerifier(await loadKey(keysDir, 'audit-public'));
  const { records, unreadable } = await readTopic(connection, topic);
  const parsed = records.map(({ event }) => AuditRoot.safeParse(event.data));
  const roots = parsed.flatMap((one) => (one.success ? [one.data] : []));
  const database = openDatabase<AuditTables>({ url: databaseUrl, applicationName: 'audit-verify' });
  try {
    const verdict = await verifyAudit(createAuditLog(database.query), roots, verifier, (rows) =>
      shell.progress(`${rows} rows`),
    );
    const strangeRoots = verdict.forgedRoots + unreadable + parsed.length - roots.length;
    report(shell, { ...verdict, forgedRoots: strangeRoots });
  } finally {
    await database.stop();
  }
}

function report(shell: Shell, verdict: AuditVerdict): void {
  const { fault, forgedRoots, roots, rows, signedSeq } = verdict;
  const holds = fault === undefined && forgedRoots === 0;
  const sentences = [
    `${rows} rows hold; ${roots} signed heads, the last of row ${signedSeq}`,
    ...(signedSeq < rows ? [`rows after ${signedSeq} rest on the chain alone until signed`] : []),
    ...(forgedRoots === 0 ? [] : [`${forgedRoots} records of the topic are not roots of this key`]),
    ...(fault === undefined ? [] : [`row ${fault.seq}: ${FAULTS[fault.kind]}`]),
  ];
  const data = { rows, roots, forgedRoots, signedSeq, ...(fault === undefined ? {} : { fault }) };
  if (holds) shell.answer(data, sentences);
  else shell.answer({ code: 'audit.broken', ...data }, sentences, EXIT.fault);
}

async function root(shell: Shell): Promise<void> {
  const { databaseUrl, keysDir, topicPrefix, ...kafka } = await shell.settings(ADDRESSES);
  const connection = kafkaConnection(kafka, 'hrd-shield-audit');
  const signer = createRootSigner(await loadKey(keysDir, 'audit-private'));
  const database = openDatabase<AuditTables>({ url: databaseUrl, applicationName: 'audit-root' });
  const sink = createKafkaSink({ connection });
  try {
    const log = createAuditLog(database.query);
    const clock = { now: () => Date.now() };
    const seq = await publishAuditRoot(
      { log, signer, sink, clock },
      { topic: topicName('auditRoots', topicPrefix), lastSeq: 0 },
    );
    shell.answer({ seq }, [seq === 0 ? 'the chain is empty' : `signed: row ${seq}`]);
  } finally {
    await sink.stop();
    await database.stop();
  }
}
