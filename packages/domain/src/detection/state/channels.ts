import type { TargetingEvent } from '@hrd-shield/contracts';

/** What is counted apart. `adverse` counts hostile speech of accounts new to the defender. */
export const CHANNELS = ['speech', 'adverse', 'report', 'amplify'] as const;
export type Channel = (typeof CHANNELS)[number];
/** Places of the channels in memories that count by them. */
export const CHANNEL_INDEX: Readonly<Record<Channel, number>> = {
  speech: 0,
  adverse: 1,
  report: 2,
  amplify: 3,
};

const SPEECH: ReadonlySet<string> = new Set([
  'posted',
  'replied',
  'mentioned',
  'quoted',
  'messaged',
]);
const AMPLIFY: ReadonlySet<string> = new Set(['reposted', 'reacted', 'followed']);

/** The channel of an act towards the defender; undefined for sign-in and account events. */
export function channelOf(kind: TargetingEvent['kind']): Channel | undefined {
  if (SPEECH.has(kind)) return 'speech';
  if (AMPLIFY.has(kind)) return 'amplify';
  if (kind === 'report-filed') return 'report';
  return undefined;
}
