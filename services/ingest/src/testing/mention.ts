import type { OutRecord } from '@hrd-shield/pipeline';

/** What a test wants to be wrong with an event. */
interface Wrong {
  readonly key?: string | null;
  readonly type?: string;
  readonly time?: string;
  readonly value?: string;
  readonly dropTime?: boolean;
}

/** Makes mentions of an account on one topic, each an event of its own. */
export function mentionsOn(topic: string): (affected: string, wrong?: Wrong) => OutRecord {
  let ids = 0;
  return (affected, wrong = {}) => {
    ids += 1;
    const data = {
      affected,
      actor: { account: 'actor-9', followers: 3 },
      objectId: `post-${ids}`,
      text: 'words about somebody',
    };
    return {
      topic,
      key: wrong.key === undefined ? affected : wrong.key,
      value: Buffer.from(wrong.value ?? JSON.stringify(data)),
      partition: 0,
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: `event-${ids}`,
        ce_source: '/platform',
        ce_type: wrong.type ?? 'org.hrdshield.content.mentioned.v1',
        ...(wrong.dropTime ? {} : { ce_time: wrong.time ?? new Date().toISOString() }),
      },
    };
  };
}
