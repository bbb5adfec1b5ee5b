import type { TargetingEvent } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import {
  type ExplainableSignal,
  type Messages,
  type Sentence,
  sentence,
  write,
} from '@hrd-shield/domain/explanation';
import { drawing, element, INK, label, type Picture, tip } from './svg.ts';

const WIDTH = 760;
const HEIGHT = 340;
const PLOT = { left: 64, right: 744, top: 48, bottom: 236 } as const;
const BARS = { top: 250, bottom: 300 } as const;
const BINS = 60;
const TICKS = 5;
const MARK_PX = 5;
/** Room after the last signal of a campaign that is over. */
const TAIL_RATIO = 0.1;

export interface TimelineInput {
  /** Signals of one campaign in order of event time; at least one. */
  readonly history: readonly ExplainableSignal[];
  readonly events: readonly TargetingEvent[] | undefined;
  readonly policy: DetectionPolicy;
  /** As the explanation tells it. */
  readonly text: readonly string[];
}

interface Frame {
  readonly from: number;
  readonly to: number;
  x(at: number): number;
  y(score: number): number;
}

/** The score over event time, with thresholds, crossings and, where there are any, events. */
export function drawTimeline(input: TimelineInput, messages: Messages): Picture {
  const { history, events, policy, text } = input;
  const [first] = history;
  const last = history.at(-1);
  const highest = history.toSorted((a, b) => b.score - a.score)[0];
  const at = first?.firstEventAt ?? 0;
  const about: readonly Sentence[] = [
    sentence('picture.timeline.description', {
      signals: history.length,
      first: at,
      last: last?.eventAt ?? at,
      score: highest?.score ?? 0,
      tier: sentence(`term.tier.${highest?.tier ?? 'none'}`),
    }),
    ...(events === undefined
      ? []
      : [sentence('picture.timeline.events', { events: events.length })]),
  ];
  const title = write(
    sentence('picture.timeline.title', { campaign: first?.campaign ?? '' }),
    messages,
  );
  const description = about.map((one) => write(one, messages)).join(' ');
  const frame = frameOf(at, drawnUntil(history, at));
  const svg = drawing({ title, description, messages }, { width: WIDTH, height: HEIGHT }, [
    label(title, { x: PLOT.left, y: 24, 'font-size': 14, 'font-weight': 600 }),
    ...thresholds(frame, policy, messages),
    ...timeTicks(frame),
    ...eventBars(frame, events ?? []),
    ...scoreLine(frame, history),
    ...crossings(frame, history, messages),
    firstMark(frame, messages),
  ]);
  return { name: 'timeline', svg, title, description, text };
}

/** The end of a campaign is often a day after its last event: it is marked at the edge. */
function drawnUntil(history: readonly ExplainableSignal[], from: number): number {
  const last = history.findLast(({ tier }) => tier !== 'none')?.eventAt ?? from;
  const isOver = history.at(-1)?.tier === 'none';
  return last + (isOver ? (last - from) * TAIL_RATIO : 0);
}

function frameOf(from: number, until: number): Frame {
  const to = Math.max(until, from + 1);
  const { left, right, top, bottom } = PLOT;
  return {
    from,
    to,
    x: (at) => left + ((Math.min(at, to) - from) / (to - from)) * (right - left),
    y: (score) => bottom - score * (bottom - top),
  };
}

function thresholds(frame: Frame, policy: DetectionPolicy, messages: Messages): string[] {
  const lines = (['watch', 'guard', 'shield'] as const).flatMap((tier) => {
    const y = frame.y(policy.fusion.tiers[tier].enter);
    return [
      element('line', {
        ...{ x1: PLOT.left, x2: PLOT.right, y1: y, y2: y },
        ...{ stroke: INK.quiet, 'stroke-dasharray': '4 4' },
      }),
      label(write(sentence(`term.tier.${tier}`), messages), {
        ...{ x: PLOT.left - 6, y: y + 4, 'text-anchor': 'end', fill: INK.quiet },
      }),
    ];
  });
  const { left, right, bottom } = PLOT;
  const axis = { x1: left, x2: right, y1: bottom, y2: bottom, stroke: INK.quiet };
  return [...lines, element('line', axis)];
}

function timeTicks({ from, to, x }: Frame): string[] {
  return Array.from({ length: TICKS }, (_, i) => {
    const at = from + ((to - from) * i) / (TICKS - 1);
    const shown = new Date(at).toISOString();
    const anchor = i === 0 ? 'start' : i === TICKS - 1 ? 'end' : 'middle';
    return label(`${shown.slice(5, 10)} ${shown.slice(11, 19)}`, {
      ...{ x: x(at), y: 322, 'text-anchor': anchor, fill: INK.quiet },
    });
  });
}

function eventBars(frame: Frame, events: readonly TargetingEvent[]): string[] {
  if (events.length === 0) return [];
  const { from, to, x } = frame;
  const counts = new Array<number>(BINS).fill(0);
  for (const { at } of events) {
    if (at > to) continue;
    const bin = Math.min(BINS - 1, Math.floor(((at - from) / (to - from)) * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return counts.flatMap((count, i) => {
    if (count === 0) return [];
    const left = x(from + ((to - from) * i) / BINS);
    const height = (count / most) * (BARS.bottom - BARS.top);
    const width = (PLOT.right - PLOT.left) / BINS - 1;
    const bar = { x: left, y: BARS.bottom - height, width, height, fill: INK.bar };
    return [element('rect', bar, tip(String(count)))];
  });
}

/** A step for each signal: a score stands until the next one. */
function scoreLine({ x, y, from }: Frame, history: readonly ExplainableSignal[]): string[] {
  let path = `M${round(x(from))} ${round(y(0))}`;
  for (const { eventAt, score } of history) path += `H${round(x(eventAt))}V${round(y(score))}`;
  return [element('path', { d: path, fill: 'none', stroke: INK.line, 'stroke-width': 2 })];
}

/** Entering a tier is a diamond, a new score of the same one a dot, the end a ring. */
function crossings(
  { x, y }: Frame,
  history: readonly ExplainableSignal[],
  messages: Messages,
): string[] {
  return history.map(({ eventAt, score, tier, revision }) => {
    const [cx, cy] = [x(eventAt), y(score)];
    const named = write(sentence(`term.tier.${tier}`), messages);
    const told = tip(`${new Date(eventAt).toISOString()}: ${named}, ${score.toFixed(3)}`);
    if (tier === 'none') {
      const ring = { cx, cy, r: MARK_PX, fill: '#ffffff', stroke: INK.line, 'stroke-width': 2 };
      return element('circle', ring, told);
    }
    if (revision > 0) return element('circle', { cx, cy, r: MARK_PX - 2, fill: INK.line }, told);
    const r = MARK_PX + 1;
    const d = `M${round(cx)} ${round(cy - r)}l${r} ${r}l-${r} ${r}l-${r} -${r}Z`;
    return element('path', { d, fill: INK.alert }, told);
  });
}

function firstMark({ x, from }: Frame, messages: Messages): string {
  const words = write(sentence('picture.timeline.first'), messages);
  const at = x(from);
  return [
    element('line', { x1: at, x2: at, y1: PLOT.top, y2: PLOT.bottom, stroke: INK.grid }),
    label(words, { x: at + 4, y: PLOT.bottom - 6, fill: INK.quiet }),
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
