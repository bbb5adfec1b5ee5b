import type { ErrorEntry } from './error-entry.ts';

/** Events, servers, keys and what the services run on. */
export const FLOW_CODES = {
  'event.too-large': {
    meaning: 'The record is larger than the bound of its topic.',
    retryable: false,
    action: 'Have the emitter drop or shorten attachments and text; replay the dead letter.',
  },
  'event.no-key': {
    meaning: 'The record has no key, so nobody can be affected by it.',
    retryable: false,
    action: 'Fix the emitter: the key is the affected account.',
  },
  'event.not-json': {
    meaning: 'The value is not JSON.',
    retryable: false,
    action: 'Fix the emitter and replay the dead letter.',
  },
  'event.no-envelope': {
    meaning: 'The CloudEvents attributes are missing or malformed.',
    retryable: false,
    action: 'Send binary mode with ce_id, ce_source, ce_type, ce_time, or structured mode.',
  },
  'event.unknown-type': {
    meaning: 'The event type is not one that this topic carries.',
    retryable: false,
    action: 'Compare the type with the event reference; upgrade the shield or the emitter.',
  },
  'event.bad-schema': {
    meaning: 'The data does not fit the schema of its type.',
    retryable: false,
    action: 'Validate a sample with the emitter; the reason names the field.',
  },
  'event.wrong-key': {
    meaning: 'The record key is not the affected account of the event.',
    retryable: false,
    action: 'Fix the emitter: one event per affected account, keyed by it.',
  },
  'event.in-future': {
    meaning: 'The event time lies further in the future than the clamp allows.',
    retryable: false,
    action: 'Check the clock of the emitting host.',
  },
  'event.too-old': {
    meaning: 'The event time lies further in the past than lateness allows.',
    retryable: false,
    action: 'Replay old events as files through the offline command instead.',
  },
  'seal.unknown-key': {
    meaning:
      'The key that sealed this is not in the key store: it was erased or not yet replicated.',
    retryable: false,
    action: 'None when the defender was erased; else restore the key store.',
  },
  'seal.broken': {
    meaning: 'The sealed bytes do not authenticate under their key.',
    retryable: false,
    action: 'Treat as tampering; keep the dead letter and open an incident.',
  },
  'record.bad-schema': {
    meaning: 'A record of an internal topic does not fit its contract.',
    retryable: false,
    action: 'Look for a writer of another version; replay after the upgrade.',
  },
  'config.invalid': {
    meaning: 'A setting is missing, malformed or unknown.',
    retryable: false,
    action: 'Mend the setting that the message names; see the configuration reference.',
  },
  'kafka.unavailable': {
    meaning: 'The broker does not answer.',
    retryable: true,
    action: 'Check the broker and the addresses; work waits and goes on by itself.',
  },
  'kafka.refused': {
    meaning: 'The broker did not let the process in: name, password, mechanism or certificate.',
    retryable: false,
    action:
      'Compare `KAFKA_SASL_*`, `KAFKA_CERT_FILE` and `KAFKA_KEY_FILE` with what the broker knows; then start again.',
  },
  'kafka.untrusted': {
    meaning:
      'The certificate of the broker is expired, for another name, or of an authority not trusted.',
    retryable: false,
    action:
      'Set `KAFKA_CA_FILE` to the authority of the brokers, or renew their certificates; then start again.',
  },
  'kafka.gave-up': {
    meaning:
      'A reader of the log ended for good: no broker answered for the time that it waits, or its handler broke a rule of the code.',
    retryable: false,
    action: 'Mend the broker or report the rule; the supervisor starts the process again.',
  },
  'kafka.offset-gap': {
    meaning: 'The committed offset no longer exists on the broker: records may have been lost.',
    retryable: false,
    action: 'Find out why (retention, recreated topic), then accept the gap on purpose.',
  },
  'kafka.corrupt-batch': {
    meaning: 'A record batch fails its checksum or cannot be read.',
    retryable: true,
    action: 'Nothing is passed over: look at the disk of the broker that leads the partition.',
  },
  'kafka.topic-differs': {
    meaning: 'A topic of the broker contradicts what the shield asks for; nothing was made.',
    retryable: false,
    action:
      'Set what the answer names with the tools of the broker; fewer partitions or more than allowed need a new topic.',
  },
  'temporal.unavailable': {
    meaning: 'The workflow server does not answer.',
    retryable: true,
    action: 'Check the server; the consumer waits with its offset unmoved.',
  },
  'temporal.refused': {
    meaning: 'The workflow server refused a message as malformed or too large.',
    retryable: false,
    action: 'Compare the versions of the server and the shield; look at the size of the message.',
  },
  'clickhouse.unavailable': {
    meaning: 'The column store does not answer.',
    retryable: true,
    action: 'Check the server; outcomes wait in their topic.',
  },
  'clickhouse.refused': {
    meaning: 'The column store refused a statement.',
    retryable: false,
    action: 'Compare the applied migrations with the code.',
  },
  'postgres.unavailable': {
    meaning: 'The registry database does not answer.',
    retryable: true,
    action: 'Check the server; nobody is disarmed meanwhile.',
  },
  'postgres.refused': {
    meaning: 'The registry database refused a statement.',
    retryable: false,
    action: 'Compare the applied migrations with the code.',
  },
  'keys.unavailable': {
    meaning: 'The key store does not answer.',
    retryable: true,
    action: 'Check its folder or service and its permissions.',
  },
  'audit.unavailable': {
    meaning: 'The audit row cannot be written, so nothing that needs one is done.',
    retryable: true,
    action: 'Check the registry database; detection and protection go on meanwhile.',
  },
  'audit.broken': {
    meaning: 'The audit chain or one of its signed heads does not hold.',
    retryable: false,
    action: 'Stop exports and reveals, keep the database as it is, and open an incident.',
  },
  'stack.missing-tool': {
    meaning: 'A program that the local stack needs is not installed.',
    retryable: false,
    action: 'Install it, use containers, or give addresses of running servers.',
  },
  'stack.not-ready': {
    meaning: 'A server of the local stack did not become ready in time.',
    retryable: true,
    action: 'Read its log file, named in the message.',
  },
} as const satisfies Record<string, ErrorEntry>;
