import type { RiskSignal } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '../policy.ts';
import { type Sentence, sentence } from './sentence.ts';
import { closedGates, isAbove, whatWouldChange } from './what-would-change.ts';

/** A signal as it is explained: actors apart, since they can be sealed. */
export type ExplainableSignal = Omit<RiskSignal, 'actors'>;

/** Who took part, as far as it can be read. */
export type KnownActors =
  | {
      readonly kind: 'open';
      /** Without `ref` where the input names accounts, which are not shown. */
      readonly listed: readonly { readonly ref?: string; readonly posterior: number }[];
    }
  | { readonly kind: 'sealed' }
  | { readonly kind: 'not-kept' };

export const EXPLANATION_SECTIONS = [
  'summary',
  'why',
  'against',
  'gates',
  'benign',
  'counterfactual',
  'missing',
  'timeline',
  'actors',
  'provenance',
] as const;
export type ExplanationSection = (typeof EXPLANATION_SECTIONS)[number];

/** An explanation in sentences, without language yet. Sections without a sentence are left out. */
export type Explained = readonly {
  readonly section: ExplanationSection;
  readonly sentences: readonly Sentence[];
}[];

export interface ExplainInput {
  readonly signal: ExplainableSignal;
  /** Every known signal of the campaign, in order of event time. */
  readonly history: readonly ExplainableSignal[];
  readonly actors: KnownActors;
  /** The rules at hand; used only when they are those of the signal. */
  readonly policy: DetectionPolicy;
}

/** Actors that are named one by one. */
const ACTORS_NAMED_MAX = 20;
/** Rounding of sums, log-odds. */
const NOTHING = 1e-6;

/**
 * Says why a signal is what it is: every sentence a template with numbers of the signal, no
 * generated prose.
 *
 * @source detection notes, section 4, explanation object
 */
export function explainSignal(input: ExplainInput): Explained {
  const { signal, policy } = input;
  const sections: Readonly<Record<ExplanationSection, readonly Sentence[]>> = {
    summary: summaryOf(signal),
    why: whyOf(signal),
    against: reasonsOf(signal, (contribution) => contribution < 0),
    gates: gatesOf(signal),
    benign: benignOf(signal),
    counterfactual: changeOf(input),
    missing: missingOf(signal),
    timeline: timelineOf(input),
    actors: actorsOf(input),
    provenance: [
      sentence('provenance.rules', { policyHash: signal.policyHash }),
      signal.policyHash === policy.hash
        ? sentence('provenance.same')
        : sentence('provenance.other', { current: policy.hash }),
    ],
  };
  return EXPLANATION_SECTIONS.flatMap((section) =>
    sections[section].length === 0 ? [] : [{ section, sentences: sections[section] }],
  );
}

function summaryOf(signal: ExplainableSignal): Sentence[] {
  const { id, campaign, defender, threat, tier, score, hostility, coordination } = signal;
  const about = { signal: id, campaign, defender, threat: term('threat', threat), score };
  return [
    tier === 'none'
      ? sentence('summary.ended', about)
      : sentence('summary.raised', { ...about, tier: term('tier', tier) }),
    sentence('summary.extent', { events: signal.eventCount, actors: signal.actorCount }),
    ...(signal.threats.length < 2
      ? []
      : [
          sentence('summary.threats', {
            threats: signal.threats.map((each) => term('threat', each)),
          }),
        ]),
    hostility === undefined
      ? sentence('summary.no-hostility', { coordination })
      : sentence('summary.hostility', { coordination, hostility }),
    sentence(signal.inauthentic ? 'summary.inauthentic' : 'summary.authentic'),
    ...(signal.revision === 0 ? [] : [sentence('summary.revision', { revision: signal.revision })]),
  ];
}

function whyOf(signal: ExplainableSignal): Sentence[] {
  const { prior, logit } = signal.explanation;
  const reasons = reasonsOf(signal, (contribution) => contribution > 0);
  return [
    ...(reasons.length === 0 ? [sentence('why.nothing')] : reasons),
    sentence('why.sum', { prior, logit }),
  ];
}

function reasonsOf(
  { explanation }: ExplainableSignal,
  isShown: (contribution: number) => boolean,
): Sentence[] {
  return explanation.reasons
    .filter(({ contribution }) => isShown(contribution))
    .map(({ family, detector, template, value, baseline, contribution }) =>
      sentence('why.line', {
        sentence: sentence(contribution < 0 ? `reason.${template}.against` : `reason.${template}`, {
          template,
          value,
          ...(baseline === undefined ? {} : { baseline }),
        }),
        detector,
        family: term('family', family),
        contribution,
      }),
    );
}

function gatesOf({ explanation }: ExplainableSignal): Sentence[] {
  const closed = closedGates(explanation);
  return [
    ...explanation.gates.map(({ gate, passed }) =>
      sentence(`gate.${gate}.${passed ? 'passed' : 'failed'}`, { gate }),
    ),
    ...(closed.length === 0 ? [] : [sentence('gate.closed', { tier: term('tier', 'guard') })]),
  ];
}

function benignOf({ explanation }: ExplainableSignal): Sentence[] {
  if (explanation.benign.length === 0) return [sentence('benign.none')];
  return explanation.benign.map(({ hypothesis, supported, contribution }) =>
    sentence(`benign.${hypothesis}.${supported ? 'supported' : 'rejected'}`, {
      hypothesis,
      contribution,
    }),
  );
}

function changeOf({ signal, policy }: ExplainInput): Sentence[] {
  const { explanation, tier } = signal;
  if (signal.policyHash !== policy.hash) {
    const recorded = explanation.counterfactual;
    return [
      sentence('counterfactual.other-rules'),
      ...(recorded === undefined
        ? []
        : [
            sentence('counterfactual.recorded', {
              families: [term('family', recorded.without)],
              score: recorded.score,
              newTier: term('tier', recorded.tier),
            }),
          ]),
    ];
  }
  const change = whatWouldChange(explanation, tier, policy);
  const { exit, margin, single, smallest, ifOpen } = change;
  const without = (id: string, other: (typeof single)[number]) =>
    sentence(id, {
      tier: term('tier', tier),
      families: other.families.map((family) => term('family', family)),
      score: other.score,
      newTier: term('tier', other.tier),
    });
  const standing =
    exit === undefined || margin === undefined
      ? []
      : [
          sentence(margin >= 0 ? 'counterfactual.margin' : 'counterfactual.over', {
            margin: Math.abs(margin),
            tier: term('tier', tier),
            exit,
          }),
          ...(margin < 0
            ? []
            : [
                smallest === undefined
                  ? sentence('counterfactual.none')
                  : without('counterfactual.smallest', smallest),
              ]),
        ];
  const opens =
    ifOpen === undefined || !isAbove(ifOpen.tier, tier)
      ? []
      : [
          sentence('counterfactual.gate', {
            gates: ifOpen.gates.map((gate) => term('gate', gate)),
            score: ifOpen.score,
            newTier: term('tier', ifOpen.tier),
          }),
        ];
  const told = explanation.reasons.reduce((sum, reason) => sum + reason.contribution, 0);
  const isCut = Math.abs(explanation.logit - explanation.prior - told) > NOTHING;
  return [
    ...standing,
    ...single.map((other) => without('counterfactual.one', other)),
    ...opens,
    ...(isCut ? [sentence('counterfactual.truncated')] : []),
  ];
}

function missingOf({ explanation }: ExplainableSignal): Sentence[] {
  const { missing, degraded } = explanation;
  return [
    ...(missing.length === 0
      ? [sentence('missing.none')]
      : [
          ...missing.map((input) => sentence(`missing.${input}`, { input })),
          sentence('missing.note'),
        ]),
    ...(degraded ? [sentence('missing.degraded')] : []),
  ];
}

function timelineOf({ signal, history }: ExplainInput): Sentence[] {
  const crossings = history.map((each) => {
    const { eventAt: at, firstEventAt, score, eventCount: events, actorCount: actors } = each;
    if (each.tier === 'none') return sentence('timeline.ended', { at, score });
    const tier = term('tier', each.tier);
    return each.revision === 0
      ? sentence('timeline.entered', {
          ...{ at, tier, score, events, actors },
          after: Math.max(0, at - firstEventAt),
        })
      : sentence('timeline.revised', { at, tier, score, events, actors });
  });
  return [sentence('timeline.first', { at: signal.firstEventAt }), ...crossings];
}

function actorsOf({ signal, actors, policy }: ExplainInput): Sentence[] {
  if (actors.kind === 'sealed') return [sentence('actors.sealed')];
  if (actors.kind === 'not-kept') return [sentence('actors.not-kept')];
  const least = policy.posterior.listMin;
  const listed = actors.listed
    .filter(({ posterior }) => posterior >= least)
    .sort((a, b) => b.posterior - a.posterior || ((a.ref ?? '') < (b.ref ?? '') ? -1 : 1));
  if (listed.length === 0) return [sentence('actors.none')];
  const named = listed.filter(({ ref }) => ref !== undefined).slice(0, ACTORS_NAMED_MAX);
  const more = listed.length - named.length;
  return [
    sentence('actors.listed', { listed: listed.length, all: signal.actorCount, least }),
    ...named.map(({ ref = '', posterior }) => sentence('actors.one', { actor: ref, posterior })),
    ...(named.length === 0 || more === 0 ? [] : [sentence('actors.more', { more })]),
    sentence('actors.presence'),
  ];
}

/** A word of a closed list. */
function term(list: 'tier' | 'threat' | 'family' | 'gate', word: string): Sentence {
  return sentence(`term.${list}.${word}`, { word });
}
