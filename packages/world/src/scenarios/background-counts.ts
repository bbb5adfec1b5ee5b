import type { StreamedEvent } from '../truth.ts';
import { type Stage, streamOf } from './scenario.ts';

const HOUR_MS = 3_600_000;
const TRUTH = { role: 'bystander', hostile: false } as const;

interface Counted {
  readonly count: number;
  readonly expected: number;
}

/** The whole platform talks about the topic, not one person's page alone. */
export function topicCounted(stage: Stage, topicHash: string, of: Counted): StreamedEvent {
  return streamOf(stage, 'org.hrdshield.background.topic-counted.v1', {
    at: stage.startsAt,
    key: topicHash,
    truth: TRUTH,
    data: {
      topicHash,
      language: stage.language,
      events: of.count,
      expected: of.expected,
      windowMs: HOUR_MS,
    },
  });
}

/** The same words are said to many. */
export function textCounted(
  stage: Stage,
  of: {
    readonly sample: string;
    readonly accounts: number;
    readonly targets: number;
    readonly shared?: boolean;
  },
): StreamedEvent {
  return streamOf(stage, 'org.hrdshield.background.text-counted.v1', {
    at: stage.startsAt,
    key: 'text',
    truth: TRUTH,
    data: {
      sample: of.sample,
      accounts: of.accounts,
      targets: of.targets,
      ...(of.shared === true ? { shareTemplate: true } : {}),
      expected: 0,
      windowMs: HOUR_MS,
    },
  });
}

/** A site that publishers syndicate, or one that was never seen before. */
export function linkCounted(
  stage: Stage,
  of: { readonly domain: string; readonly shares: number; readonly publisher: boolean },
): StreamedEvent {
  return streamOf(stage, 'org.hrdshield.background.link-counted.v1', {
    at: stage.startsAt,
    key: of.domain,
    truth: TRUTH,
    data: { ...of, expected: of.publisher ? of.shares : 0, windowMs: HOUR_MS },
  });
}

/** More accounts than usual are made in one place. */
export function signUpsCounted(stage: Stage, networkHash: string, of: Counted): StreamedEvent {
  return streamOf(stage, 'org.hrdshield.background.sign-ups-counted.v1', {
    at: stage.startsAt - 24 * HOUR_MS,
    key: networkHash,
    truth: TRUTH,
    data: {
      country: stage.home.country,
      networkHash,
      signUps: of.count,
      expected: of.expected,
      windowMs: 24 * HOUR_MS,
    },
  });
}
