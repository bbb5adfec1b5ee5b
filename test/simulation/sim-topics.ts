import { topicName } from '@hrd-shield/contracts';
import { FIREHOSE } from './sim-world.ts';

/** Topics of the simulated installation. */
export const TOPICS = {
  firehose: FIREHOSE,
  targetingEvents: topicName('targetingEvents', ''),
  riskSignals: topicName('riskSignals', ''),
  outcomes: topicName('outcomes', ''),
  detectSnapshots: topicName('detectSnapshots', ''),
  sightings: topicName('sightings', ''),
  deadLetters: topicName('deadLetters', ''),
  commands: topicName('protectionCommands', ''),
  acks: topicName('protectionAcks', ''),
} as const;

export const GROUPS = {
  ingest: 'shield-ingest',
  detect: 'shield-detect',
  signals: 'shield-respond',
  acks: 'shield-respond-acks',
  platform: 'platform',
} as const;
