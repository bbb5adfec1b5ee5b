/** What a topic is: its key, shape and owner. Defined once; brokers are set up from it. */
export interface TopicSpec {
  readonly name: string;
  /** What the record key is. */
  readonly key: string;
  readonly partitions: number;
  /** Has exactly as many partitions as this topic: one instance reads the same number of both. */
  readonly partitionedLike?: 'targetingEvents' | 'sightings';
  readonly cleanup: 'delete' | 'compact';
  /** Retention, ms; -1 keeps for ever (compacted topics). */
  readonly retentionMs: number;
  /** Largest record, bytes. */
  readonly maxBytes: number;
  /** Writer. */
  readonly owner: string;
  readonly carries: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MIB = 1_048_576;

/**
 * Every topic. Commands, acks and the local firehose are kept shorter than the cooling-off of a
 * withdrawal (7 days), so that erasure leaves nothing behind. Brokers keep append time, since
 * deletion by event time would empty a replayed topic.
 * @source architecture notes, sections 3, 4 and 6
 */
export const TOPICS = {
  accountEvents: {
    name: 'platform.account-events.v1',
    key: 'affected account',
    partitions: 4,
    cleanup: 'delete',
    retentionMs: 2 * DAY_MS,
    maxBytes: MIB,
    owner: 'platform',
    carries: 'sign-ins, credential and profile changes, follows, adverse actions',
  },
  contentEvents: {
    name: 'platform.content-events.v1',
    key: 'affected account',
    partitions: 4,
    cleanup: 'delete',
    retentionMs: 2 * DAY_MS,
    maxBytes: MIB,
    owner: 'platform',
    carries: 'posts, replies, mentions, quotes, reposts, reactions, message metadata',
  },
  reportEvents: {
    name: 'platform.report-events.v1',
    key: 'affected account',
    partitions: 4,
    cleanup: 'delete',
    retentionMs: 2 * DAY_MS,
    maxBytes: MIB,
    owner: 'platform',
    carries: 'reports filed and decided',
  },
  profileEvents: {
    name: 'platform.profile-events.v1',
    key: 'account that shows the profile',
    partitions: 1,
    cleanup: 'delete',
    retentionMs: 2 * DAY_MS,
    maxBytes: MIB,
    owner: 'platform',
    carries: 'profiles made or changed, and how young ones reach out; screened by likeness',
  },
  connectivity: {
    name: 'platform.connectivity.v1',
    key: 'country, region and network',
    partitions: 1,
    cleanup: 'delete',
    retentionMs: 2 * DAY_MS,
    maxBytes: MIB,
    owner: 'platform',
    carries: 'sessions, failures and delays of each region and network, without accounts',
  },
  backgroundStats: {
    name: 'platform.background-stats.v1',
    key: 'none',
    partitions: 1,
    cleanup: 'delete',
    retentionMs: 2 * DAY_MS,
    maxBytes: MIB,
    owner: 'platform',
    carries: 'platform-wide counts of topics, texts, links and sign-ups, without accounts',
  },
  designations: {
    name: 'shield.designations.v1',
    key: 'defenderRef',
    partitions: 1,
    cleanup: 'compact',
    retentionMs: -1,
    maxBytes: MIB,
    owner: 'designate',
    carries: 'the living state of each designation, without identity',
  },
  listNotices: {
    name: 'shield.list-notices.v1',
    key: 'defenderRef, stopId, or the word current',
    partitions: 1,
    cleanup: 'compact',
    retentionMs: -1,
    maxBytes: MIB,
    owner: 'designate, desk',
    carries: 'withdrawals and stops that need no registry, and how current the list is',
  },
  actorNotices: {
    name: 'shield.actor-notices.v1',
    key: 'actorRef',
    partitions: 1,
    cleanup: 'delete',
    // Longer than any log that could bring back what was erased.
    retentionMs: 37 * DAY_MS,
    maxBytes: MIB,
    owner: 'people',
    carries: 'rights of actors that were granted: erasure, the end of an account, objection',
  },
  targetingEvents: {
    name: 'shield.targeting-events.v1',
    key: 'defenderRef',
    partitions: 4,
    cleanup: 'delete',
    retentionMs: 7 * DAY_MS,
    maxBytes: 2 * MIB,
    owner: 'ingest',
    carries: 'events that affect a defender, hints and watermarks',
  },
  detectSnapshots: {
    name: 'shield.detect-snapshots.v1',
    key: 'defenderRef',
    partitions: 4,
    partitionedLike: 'targetingEvents',
    cleanup: 'compact',
    retentionMs: -1,
    maxBytes: 2 * MIB,
    owner: 'detect',
    carries: 'sealed detection state with its applied offset; partitioned like targeting events',
  },
  sightings: {
    name: 'shield.sightings.v1',
    key: 'none; the partition follows from actor, fingerprint or cohort',
    partitions: 4,
    cleanup: 'delete',
    retentionMs: 3 * DAY_MS,
    maxBytes: MIB,
    owner: 'detect, ingest',
    carries: 'what events at one defender mean to the stages across defenders',
  },
  stageSnapshots: {
    name: 'shield.stage-snapshots.v1',
    key: 'bucket of keys',
    partitions: 4,
    partitionedLike: 'sightings',
    cleanup: 'compact',
    retentionMs: -1,
    maxBytes: 2 * MIB,
    owner: 'detect',
    carries: 'sealed state of the stages across defenders; partitioned like sightings',
  },
  ingestProgress: {
    name: 'shield.ingest-progress.v1',
    key: 'partition of the firehose',
    partitions: 1,
    cleanup: 'compact',
    retentionMs: -1,
    maxBytes: MIB,
    owner: 'ingest',
    carries: 'event time that each partition of the firehose has reached',
  },
  protectedLooks: {
    name: 'shield.protected-looks.v1',
    key: 'defenderRef',
    partitions: 1,
    cleanup: 'compact',
    retentionMs: -1,
    maxBytes: MIB,
    owner: 'ingest',
    carries: 'sealed looks of the profiles of defenders, for screening by likeness',
  },
  riskSignals: {
    name: 'shield.risk-signals.v1',
    key: 'defenderRef',
    partitions: 4,
    cleanup: 'delete',
    retentionMs: 30 * DAY_MS,
    maxBytes: MIB,
    owner: 'detect',
    carries: 'scored and explained claims that a campaign is under way',
  },
  protectionCommands: {
    name: 'platform.protection-commands.v1',
    key: 'defenderRef',
    partitions: 4,
    cleanup: 'delete',
    retentionMs: 5 * DAY_MS,
    maxBytes: MIB,
    owner: 'respond',
    carries: 'measures to apply, probe and lift',
  },
  protectionAcks: {
    name: 'platform.protection-acks.v1',
    key: 'defenderRef',
    partitions: 4,
    cleanup: 'delete',
    retentionMs: 5 * DAY_MS,
    maxBytes: MIB,
    owner: 'platform',
    carries: 'what became of each command',
  },
  outcomes: {
    name: 'shield.outcomes.v1',
    key: 'defenderRef',
    partitions: 4,
    cleanup: 'delete',
    retentionMs: 30 * DAY_MS,
    maxBytes: MIB,
    owner: 'respond',
    carries: 'immutable facts about signals, cases, measures and tasks',
  },
  holds: {
    name: 'shield.holds.v1',
    key: 'holdId',
    partitions: 1,
    cleanup: 'delete',
    retentionMs: 5 * DAY_MS,
    maxBytes: MIB,
    owner: 'hold, respond',
    carries: 'adverse actions against defenders that wait, and how each hold ended',
  },
  measureSwitches: {
    name: 'shield.measure-switches.v1',
    key: 'stop or breaker, with the measure',
    partitions: 1,
    cleanup: 'compact',
    retentionMs: -1,
    maxBytes: MIB,
    owner: 'people, respond',
    carries: 'automatic measures that a person stopped or a breaker holds',
  },
  machineAudit: {
    name: 'shield.machine-audit.v1',
    key: 'service',
    partitions: 1,
    cleanup: 'delete',
    // Longer than the audit store is ever away.
    retentionMs: 37 * DAY_MS,
    maxBytes: MIB,
    owner: 'ingest, detect, respond, hold',
    carries: 'how often processes opened what is sealed, on the way to the audit chain',
  },
  auditRoots: {
    name: 'shield.audit-roots.v1',
    key: 'chain and row number',
    partitions: 1,
    cleanup: 'compact',
    retentionMs: -1,
    maxBytes: MIB,
    owner: 'desk',
    carries: 'signed heads of the audit chain, so that nobody can write it anew',
  },
  deadLetters: {
    name: 'shield.dead-letters.v1',
    key: 'none',
    partitions: 1,
    cleanup: 'delete',
    retentionMs: 5 * DAY_MS,
    maxBytes: 4 * MIB,
    owner: 'any consumer',
    carries: 'records that could not be taken, with code, step and reason',
  },
} as const satisfies Record<string, TopicSpec>;

export type TopicId = keyof typeof TOPICS;

/**
 * The name of a topic in one installation. A prefix keeps several installations or test files
 * apart on one broker.
 */
export function topicName(id: TopicId, prefix = ''): string {
  return `${prefix}${TOPICS[id].name}`;
}
