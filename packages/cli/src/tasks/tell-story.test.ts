import { expect, test } from 'vitest';
import { tellStory } from './tell-story.ts';

const NOTHING = {
  measure: '',
  threat: '',
  tier: '',
  option_chosen: '',
  verdict: '',
  reason: '',
  scripted: false,
  actor_count: null,
  event_count: null,
};
const MEASURES = [
  {
    id: 'limit-replies',
    words: 'Only people you follow can answer you.',
    undo: 'Everybody can answer you again.',
    subject: 'defender' as const,
  },
  {
    id: 'rate-limit-campaign-accounts',
    words: 'Accounts of the attack can write to you only now and then.',
    undo: 'That limit ended.',
    subject: 'actors' as const,
  },
];

test('a story is told in the order of things, to each side only what it could see', () => {
  const story = tellStory(
    [
      { ...NOTHING, kind: 'measure.applied', at: 3, measure: 'rate-limit-campaign-accounts' },
      { ...NOTHING, kind: 'measure.applied', at: 2, measure: 'limit-replies' },
      { ...NOTHING, kind: 'measure.requested', at: 1, measure: 'limit-replies' },
      {
        ...NOTHING,
        kind: 'case.opened',
        at: 1,
        threat: 'pile-on',
        tier: 'guard',
        actor_count: 9,
        event_count: 12,
      },
    ],
    MEASURES,
  );
  expect(story.defender).toEqual([
    { at: 2, saw: 'Only people you follow can answer you.' },
    { at: 3, saw: 'Accounts of the attack can write to you only now and then.' },
  ]);
  expect(story.attacker.map(({ at }) => at)).toEqual([3]);
  expect(story.attacker[0]?.saw).not.toMatch(/defender|designat/i);
  expect(story.bystander.map(({ at }) => at)).toEqual([2]);
  expect(story.responder).toEqual([
    { at: 1, saw: 'A case: pile-on, guard; 9 actors, 12 events.' },
    { at: 1, saw: 'limit-replies: requested.' },
  ]);
});
