import { readdirSync, readFileSync } from 'node:fs';
import type { CampaignId, DefenderRef, SignalId } from '@hrd-shield/contracts';
import { FAMILIES, THREATS, TIERS } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import type { DetectionPolicy } from '../policy.ts';
import { type ExplainableSignal, explainSignal } from './explain-signal.ts';
import { EXPLANATION_LANGUAGES, type Messages, messagesOf } from './messages.ts';
import { placesOf, sentence } from './sentence.ts';
import { whatWouldChange } from './what-would-change.ts';
import { write, writeExplanation } from './write-explanation.ts';

const AT = Date.parse('2026-03-01T12:00:00Z');

/** As much of the rules as an explanation reads. */
const rules = {
  hash: 'rules',
  fusion: {
    countsAsFamily: 0.6,
    calibration: [
      [0, 0],
      [1, 1],
    ],
    calibrationGated: [
      [0, 0],
      [1, 1],
    ],
    tiers: {
      watch: { enter: 0.5, exit: 0.4 },
      guard: { enter: 0.75, exit: 0.6 },
      shield: { enter: 0.9, exit: 0.75 },
    },
  },
  posterior: { listMin: 0.8 },
} as unknown as DetectionPolicy;

type Reason = ExplainableSignal['explanation']['reasons'][number];

function reason(family: Reason['family'], template: string, contribution: number): Reason {
  return { family, template, detector: 'D3', value: 12, contribution, evidence: [] };
}

/** Prior -6.2, reasons, and the logit that they add up to. */
function aSignal(
  reasons: readonly Reason[],
  changes: Partial<ExplainableSignal> = {},
  gates = { 'direct-harm': false, 'two-families': true, 'hostility-or-harm': true },
): ExplainableSignal {
  return {
    id: 's_AAAAAAAAAAAAAAAAAAAAAA' as SignalId,
    revision: 0,
    defender: 'd_AAAAAAAAAAAAAAAAAAAAAA' as DefenderRef,
    campaign: 'c_AAAAAAAAAAAAAAAAAAAAAA' as CampaignId,
    threat: 'copypasta',
    threats: ['copypasta'],
    tier: 'guard',
    score: 0.77,
    coordination: 0.5,
    inauthentic: false,
    directHarm: false,
    firstEventAt: AT,
    eventAt: AT + 600_000,
    eventCount: 30,
    actorCount: 12,
    policyHash: rules.hash,
    explanation: {
      prior: -6.2,
      logit: reasons.reduce((all, { contribution }) => all + contribution, -6.2),
      reasons: [...reasons],
      gates: Object.entries(gates).map(([gate, passed]) => ({ gate, passed })),
      benign: [{ hypothesis: 'solidarity', supported: false, contribution: 0 }],
      missing: ['verdicts', 'a.new.input'],
      degraded: false,
    },
    ...changes,
  };
}

const THREE = [
  reason('content', 'copypasta.near-duplicates', 4),
  reason('volume', 'speech.burst', 2),
  reason('exposure', 'exposure.share', 1.4),
];

function english(): Messages {
  const messages = messagesOf('en');
  if (messages === undefined) expect.unreachable();
  return messages;
}

describe('what would change a signal', () => {
  it('a tier is left without the fewest and weightiest kinds of evidence', () => {
    const { explanation } = aSignal(THREE);
    const change = whatWouldChange(explanation, 'guard', rules);
    expect(explanation.logit).toBeCloseTo(1.2, 9);
    expect(change.exit).toBe(0.6);
    // logit(0.6) is 0.405.
    expect(change.margin).toBeCloseTo(0.795, 3);
    expect(change.smallest).toMatchObject({ families: ['content'], tier: 'none' });
    expect(change.single.map(({ families }) => families)).toEqual([
      ['content'],
      ['volume'],
      ['exposure'],
    ]);
  });

  it('two kinds are named when no single one suffices', () => {
    const many = [
      reason('content', 'a', 4.1),
      reason('volume', 'b', 4),
      reason('recurrence', 'c', 3.5),
      reason('cohort', 'd', 3),
    ];
    const { smallest } = whatWouldChange(aSignal(many).explanation, 'shield', rules);
    expect(smallest?.families).toEqual(['content', 'volume']);
  });

  it('a kind whose lack closes the rule of two families keeps the score below guard', () => {
    const two = [
      reason('content', 'a', 4),
      reason('exposure', 'b', 3),
      reason('hostility', 'h', 2.5),
    ];
    const change = whatWouldChange(aSignal(two).explanation, 'guard', rules);
    const exposure = change.single.find(({ families }) => families[0] === 'exposure');
    expect(exposure).toMatchObject({ tier: 'watch' });
    expect(exposure?.score).toBeLessThan(rules.fusion.tiers.guard.enter);
  });

  it('a closed gate is named with the tier that it holds back', () => {
    const gates = { 'direct-harm': false, 'two-families': true, 'hostility-or-harm': false };
    const signal = aSignal(THREE, { tier: 'watch', score: 0.749 }, gates);
    expect(whatWouldChange(signal.explanation, 'watch', rules).ifOpen).toMatchObject({
      gates: ['hostility-or-harm'],
      tier: 'guard',
    });
  });
});

describe('an explanation', () => {
  const input = {
    signal: aSignal(THREE),
    history: [aSignal(THREE)],
    actors: { kind: 'sealed' as const },
    policy: rules,
  };

  it('is written with the numbers of the signal, and names what is missing and sealed', () => {
    const text = writeExplanation(explainSignal(input), english())
      .flatMap(({ title, lines }) => [title, ...lines])
      .join('\n');
    expect(text).toContain('12 accounts sent nearly the same text. [D3, content, +4.00]');
    expect(text).toContain('It would leave “guard” without the evidence on content');
    expect(text).toContain('no classifier or listed term judged enough');
    expect(text).toContain('a.new.input.');
    expect(text).toContain('--unseal');
    expect(text).toContain('These are the rules at hand.');
  });

  it('under other rules says only what was recorded', () => {
    const recorded = { without: 'content', score: 0.12, tier: 'none' as const };
    const signal = aSignal(THREE, { policyHash: 'older' });
    const other = { ...signal, explanation: { ...signal.explanation, counterfactual: recorded } };
    const text = writeExplanation(explainSignal({ ...input, signal: other }), english())
      .find(({ section }) => section === 'counterfactual')
      ?.lines.join('\n');
    expect(text).toContain('only what was recorded');
    expect(text).toContain('score 0.120, “none”');
  });

  it('a template without a sentence is shown by its id', () => {
    const unknown = sentence('reason.new.thing', { template: 'new.thing', value: 3 });
    expect(write(unknown, english())).toBe('new.thing: 3.');
  });

  it('in Arabic keeps numbers and ids readable from left to right', () => {
    const arabic = messagesOf('ar-EG');
    if (arabic === undefined) expect.unreachable();
    const extent = sentence('summary.extent', { events: 30, actors: 3 });
    expect(write(extent, arabic)).toBe('\u206630\u2069 من الأحداث من \u20663\u2069 حسابات.');
  });
});

describe('the translations', () => {
  const others = EXPLANATION_LANGUAGES.filter((language) => language !== 'en');

  it.each(others)(
    '%s fills the same places as English, and lacks nothing but reasons',
    (language) => {
      const own = messagesOf(language)?.sentences ?? {};
      for (const [id, text] of Object.entries(english().sentences)) {
        const translated = own[id];
        if (translated === undefined) expect(id).toMatch(/^(reason|benign|missing)\./);
        else expect(placesOf(translated), id).toEqual(placesOf(text));
      }
      expect(Object.keys(own).filter((id) => !(id in english().sentences))).toEqual([]);
    },
  );

  it('hold every word of the closed lists', () => {
    const words = [
      ...TIERS.map((tier) => `term.tier.${tier}`),
      ...THREATS.map((threat) => `term.threat.${threat}`),
      ...FAMILIES.map((family) => `term.family.${family}`),
    ];
    expect(words.filter((id) => english().sentences[id] === undefined)).toEqual([]);
  });

  it('hold a sentence in English for every template that a detector names', () => {
    const root = new URL('..', import.meta.url);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /^(detectors|fusion)\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'),
    );
    const templates = files.flatMap((file) => {
      const text = readFileSync(new URL(file, root), 'utf8');
      const named = text.matchAll(/(?:template: |add\((?:\w+, |'[a-z-]+', )?)'([a-z]+\.[a-z-]+)'/g);
      return [...named].map(([, id]) => id ?? '');
    });
    expect(templates.length).toBeGreaterThan(30);
    const known = english().sentences;
    const lacking = templates.filter((id) => known[`reason.${id}`] === undefined);
    expect([...new Set(lacking)], 'add them to explanation/messages/en.json').toEqual([]);
  });
});
