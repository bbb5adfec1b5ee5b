import { describe, expect, it } from 'vitest';
import {
  aCampaign,
  aMeasure,
  aPolicy,
  aProfile,
  aSignal,
  MINUTE,
  START,
  signals,
} from './spec/builders.ts';
import { commandsOf, given } from './spec/given-when-then.ts';
import type { Story } from './spec/story.ts';

const live = aPolicy();
const step = { measures: ['limit-replies', 'hide-replies'] };
const candidate = aPolicy({
  hash: 'candidate',
  measures: { ...live.measures, 'hide-replies': aMeasure('hide-replies') },
  playbooks: { 'pile-on': { steps: { guard: step } }, copypasta: { steps: {} } },
});
const both = { ...live, shadow: candidate };

function shadowsOf(story: Story): readonly string[] {
  return story.decisions
    .flatMap(({ effects }) => effects)
    .flatMap((each) => (each.kind === 'outcome' ? [each.outcome] : []))
    .filter(({ kind }) => kind.startsWith('shadow.'))
    .map(({ kind, measure, policyHash }) => `${kind} ${measure} ${policyHash}`);
}

describe('a candidate policy in the shadow', () => {
  it('tells as an outcome what it would have done, and does nothing', () => {
    const story = given([signals([aSignal()])], both);
    expect(commandsOf(story)).toEqual(['apply limit-replies']);
    expect(shadowsOf(story)).toEqual(['shadow.would-apply hide-replies candidate']);
    const alone = given([signals([aSignal()])], live);
    const kindsOf = (of: Story) =>
      of.last.facts.map(({ kind }) => kind).filter((kind) => kind !== 'shadow.noted');
    expect(kindsOf(story)).toEqual(kindsOf(alone));
    expect(story.state.measures).toEqual(alone.state.measures);
    expect(story.state.tasks).toEqual(alone.state.tasks);
  });

  it('tells what the live policy did and it would not', () => {
    const copy = aSignal({ threat: 'copypasta' });
    expect(shadowsOf(given([signals([copy])], both))).toEqual([
      'shadow.would-not-apply limit-replies candidate',
    ]);
  });

  it('tells it once for a case and measure, and for each case', () => {
    const again = signals([aSignal({ name: 'again' })], START + MINUTE);
    const other = aSignal({ name: 'other', campaign: aCampaign('two') });
    expect(shadowsOf(given([signals([aSignal()]), again], both))).toHaveLength(1);
    const two = [signals([aSignal()]), again, signals([other], START + MINUTE)];
    expect(shadowsOf(given(two, both))).toHaveLength(2);
  });

  it('is bound by consent like the live one', () => {
    const none = aProfile({ allowedMeasures: ['limit-replies'] });
    expect(shadowsOf(given([signals([aSignal()], START, none)], both))).toEqual([]);
  });
});
