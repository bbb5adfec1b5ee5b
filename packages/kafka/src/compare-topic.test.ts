import { expect, it } from 'vitest';
import { askedTopics } from './asked-topics.ts';
import { differencesOf } from './compare-topic.ts';

function topicOf(id: 'outcomes' | 'designations' | 'backgroundStats', replicationFactor = 3) {
  const [asked] = askedTopics({ topics: [id], replicationFactor });
  if (asked === undefined) throw new Error('asked for one topic');
  const { config, partitions, replicas, topic } = asked;
  return { asked, found: { topic, partitions, replicas, config } };
}

function settingsOf(
  { asked, found }: ReturnType<typeof topicOf>,
  changed: Record<string, string>,
): readonly string[] {
  const config = { ...found.config, ...changed };
  return differencesOf(asked, { ...found, config }).map(({ setting }) => setting);
}

it.each([
  ['records that end sooner', { 'retention.ms': '3600000' }],
  ['records that are kept longer', { 'retention.ms': '-1' }],
  ['records that end by the size of the log', { 'retention.bytes': '1073741824' }],
  ['the other cleanup', { 'cleanup.policy': 'compact' }],
  ['times of the writer', { 'message.timestamp.type': 'CreateTime' }],
  ['smaller records', { 'max.message.bytes': '1000000' }],
  ['a write that one broker has', { 'min.insync.replicas': '1' }],
])('%s contradict', (_, changed) => {
  expect(settingsOf(topicOf('outcomes'), changed)).toEqual(Object.keys(changed));
});

it('more than is asked is no contradiction, and a compacted topic may have any retention', () => {
  const more = { 'max.message.bytes': '9000000', 'min.insync.replicas': '3' };
  expect(settingsOf(topicOf('outcomes'), more)).toEqual([]);
  const sooner = { 'max.compaction.lag.ms': '60000', 'retention.ms': '604800000' };
  expect(settingsOf(topicOf('designations'), sooner)).toEqual([]);
  const later = { 'max.compaction.lag.ms': '9223372036854775807' };
  expect(settingsOf(topicOf('designations'), later)).toEqual(Object.keys(later));
});

it('a topic of the platform may be spread further, one of the shield with one order may not', () => {
  const { asked, found } = topicOf('backgroundStats');
  expect(differencesOf(asked, { ...found, partitions: 12 })).toEqual([]);
  const list = topicOf('designations');
  expect(differencesOf(list.asked, { ...list.found, partitions: 12 })).toEqual([
    { setting: 'partitions', asked: '1', found: '12' },
  ]);
});
