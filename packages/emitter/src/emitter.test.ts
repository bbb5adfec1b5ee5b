import { decodeRecord, type PlatformEventData } from '@hrd-shield/contracts';
import type { OutRecord } from '@hrd-shield/pipeline';
import { describe, expect, it } from 'vitest';
import { createEmitter } from './create-emitter.ts';
import type { Post } from './fan-out.ts';
import { toRecordFast } from './to-record.ts';

const STAMP = { id: 'post-1', time: Date.UTC(2026, 0, 5, 12) };

function recording() {
  const records: OutRecord[] = [];
  const sink = { send: async (sent: readonly OutRecord[]) => void records.push(...sent) };
  return { records, emitter: createEmitter(sink, { source: '/p', topicPrefix: 'x.' }) };
}

function decoded(record: OutRecord | undefined) {
  if (record === undefined) return undefined;
  const read = decodeRecord({ key: null, value: record.value, headers: record.headers });
  return read.ok ? read.event : undefined;
}

const post = (extra: Partial<Post>): Post => ({
  author: { account: 'ann' as never },
  objectId: 'o1',
  text: 'hello',
  ...extra,
});

describe('createEmitter', () => {
  it('turns a post that mentions three people into four events, each keyed by whom it affects', async () => {
    const { emitter, records } = recording();
    const mentions = ['bo', 'cy', 'di'] as never[];
    expect(await emitter.emitPost(post({ mentions }), STAMP)).toEqual({ ok: true, records: 4 });
    expect(records.map(({ key, topic }) => `${topic} ${key}`)).toEqual([
      'x.platform.content-events.v1 ann',
      'x.platform.content-events.v1 bo',
      'x.platform.content-events.v1 cy',
      'x.platform.content-events.v1 di',
    ]);
    expect(records.map((record) => decoded(record)?.type.split('.')[3])).toEqual([
      'posted',
      'mentioned',
      'mentioned',
      'mentioned',
    ]);
    expect(new Set(records.map((record) => record.headers.ce_id)).size).toBe(4);
  });

  it('gives nobody two events for one post: an answer says more than a mention', async () => {
    const { emitter, records } = recording();
    const replyTo = { account: 'bo' as never, objectId: 'o0' };
    await emitter.emitPost(post({ replyTo, mentions: ['bo', 'ann', 'cy'] as never[] }), STAMP);
    expect(
      records.map((record) => `${record.key} ${record.headers.ce_type?.split('.')[3]}`),
    ).toEqual(['ann posted', 'bo replied', 'cy mentioned']);
  });

  it('refuses data that does not fit, names the path and sends nothing', async () => {
    const { emitter, records } = recording();
    const data = {
      affected: 'ann',
      objectId: 'o1',
    } as unknown as PlatformEventData<'org.hrdshield.content.posted.v1'>;
    const result = await emitter.emit('org.hrdshield.content.posted.v1', data, STAMP);
    expect(result).toEqual({ ok: false, code: 'event.bad-schema', reason: 'actor (invalid_type)' });
    expect(records).toEqual([]);
  });

  it('writes the same record on the fast way as on the validated one', async () => {
    const { emitter, records } = recording();
    const data = { affected: 'ann', actor: { account: 'bo' } } as never;
    await emitter.emit('org.hrdshield.account.followed.v1', data, STAMP);
    const fast = toRecordFast(
      { id: 'post-1', type: 'org.hrdshield.account.followed.v1', at: STAMP.time, key: 'ann', data },
      { source: '/p', prefix: 'x.' },
    );
    expect(fast).toEqual(records[0]);
  });
});
