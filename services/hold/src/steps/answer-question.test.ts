import type {
  AdverseQuestion,
  DefenderRef,
  HoldId,
  HoldRecord,
  ObjectRef,
} from '@hrd-shield/contracts';
import { ADVERSE_GROUNDS, ADVERSE_ORIGINS, AdverseAnswer, deriveId } from '@hrd-shield/contracts';
import type { OutRecord } from '@hrd-shield/pipeline';
import { loadHoldPolicy } from '@hrd-shield/policy';
import { describe, expect, it } from 'vitest';
import { createAnswerQuestion } from './answer-question.ts';
import { HoldMemory } from './hold-memory.ts';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
const ref = deriveId('d', 'one') as DefenderRef;

function desk(options: { readonly isFresh?: boolean; readonly blind?: number } = {}) {
  const placed: OutRecord[] = [];
  const asked = { digests: 0, hashes: 0 };
  const clock = { now: NOW };
  const view = { isFresh: options.isFresh ?? true };
  let holds = 0;
  const memory = new HoldMemory({ holds: 100, blind: options.blind ?? 100 });
  const ask = createAnswerQuestion(
    {
      index: {
        findEvenly: (account) => {
          asked.digests += 1;
          return Buffer.from(account).toString() === 'anna'
            ? {
                ref,
                version: 1,
                state: 'active' as const,
                probe: false,
                expiresAt: NOW + 1e9,
                dataClasses: new Set(),
              }
            : undefined;
        },
      },
      pseudonyms: {
        object: (id) => {
          asked.hashes += 1;
          return deriveId('o', id) as ObjectRef;
        },
      },
      memory,
      isFresh: () => view.isFresh,
      newHoldId: () => deriveId('h', holds++) as HoldId,
      now: () => clock.now,
      place: (record) => void placed.push(record),
      onVerdict: () => undefined,
    },
    { policy: loadHoldPolicy(), topic: 'holds' },
  );
  const read = (question: AdverseQuestion) => AdverseAnswer.parse(JSON.parse(ask(question)));
  return { ask, read, placed, asked, clock, view, memory };
}

function question(account: string, more: Partial<AdverseQuestion> = {}): AdverseQuestion {
  return {
    account: account as AdverseQuestion['account'],
    actionId: 'action-77',
    action: 'remove',
    origin: 'automated',
    ground: 'platform-rules',
    ...more,
  };
}

const dataOf = (record: OutRecord | undefined): HoldRecord =>
  JSON.parse(Buffer.from(record?.value ?? []).toString());

describe('an answer', () => {
  it('has one length, whomever it is about and whatever it says', () => {
    const { ask } = desk();
    const lengths = new Set<number>();
    for (const account of ['anna', 'bert', 'x'.repeat(128)]) {
      for (const origin of ADVERSE_ORIGINS) {
        for (const ground of ADVERSE_GROUNDS) {
          const actionId = `${account}-${origin}-${ground}`.slice(0, 128);
          lengths.add(Buffer.byteLength(ask(question(account, { origin, ground, actionId }))));
        }
      }
    }
    expect([...lengths]).toEqual([160]);
  });

  it('takes one digest and one keyed hash, for a defender as for anybody', () => {
    const { ask, asked } = desk();
    ask(question('anna'));
    expect(asked).toEqual({ digests: 1, hashes: 1 });
    ask(question('bert'));
    expect(asked).toEqual({ digests: 2, hashes: 2 });
  });

  it('differs between a defender and anybody by the delay alone', () => {
    const { read, clock } = desk();
    expect(read(question('bert'))).toMatchObject({ verdict: 'proceed', until: NOW });
    const until = NOW + 240 * MINUTE;
    expect(read(question('anna'))).toMatchObject({ verdict: 'hold', until });
    clock.now = until;
    expect(read(question('anna'))).toMatchObject({ verdict: 'proceed', until });
  });

  it('names the same hold when the same is asked again, and has it looked at once', () => {
    const { read, placed } = desk();
    expect(read(question('anna')).id).toBe(read(question('anna')).id);
    expect(read(question('anna', { actionId: 'other' })).id).not.toBe(read(question('anna')).id);
    expect(placed).toHaveLength(2);
  });

  it('leaves behind neither account nor action id in clear', () => {
    const { ask, placed } = desk();
    ask(question('anna'));
    const [record] = placed;
    const text = JSON.stringify([record?.key, record?.headers, dataOf(record)]);
    expect(text).toContain(ref);
    expect(text).not.toContain('anna');
    expect(text).not.toContain('action-77');
  });

  it('lets a threat to life go ahead at once and has it looked at', () => {
    const { read, placed } = desk();
    const answer = read(question('anna', { ground: 'imminent-threat-to-life' }));
    expect(answer.verdict).toBe('proceed');
    expect(dataOf(placed[0])).toMatchObject({ state: 'proceeded', dueAt: NOW + 1_440 * MINUTE });
  });

  it('refuses what an approver refused elsewhere', () => {
    const { read, placed, memory } = desk();
    read(question('anna'));
    memory.take({ ...dataOf(placed[0]), state: 'refused' });
    expect(read(question('anna')).verdict).toBe('refuse');
  });
});

describe('a view that is behind', () => {
  it('makes an unknown account wait for a bound, then releases it', () => {
    const { read, placed, clock } = desk({ isFresh: false });
    expect(read(question('bert'))).toMatchObject({ verdict: 'hold', until: NOW + 15 * MINUTE });
    clock.now = NOW + 15 * MINUTE;
    expect(read(question('bert')).verdict).toBe('proceed');
    expect(placed).toEqual([]);
  });

  it('lets go whoever is no defender as soon as it is fresh', () => {
    const { read, view } = desk({ isFresh: false });
    read(question('bert'));
    view.isFresh = true;
    expect(read(question('bert')).verdict).toBe('proceed');
  });

  it('makes nobody wait whom it could not release again', () => {
    const { read } = desk({ isFresh: false, blind: 1 });
    expect(read(question('bert')).verdict).toBe('hold');
    expect(read(question('carl', { actionId: 'other' })).verdict).toBe('proceed');
    expect(read(question('anna')).verdict).toBe('hold');
  });
});
