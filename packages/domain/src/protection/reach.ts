import type { MeasureLimits } from './measure-traits.ts';
import { isInForce, measuresOf, type ProtectionState, type ReachSpan } from './state.ts';

const WEEK_MS = 604_800_000;

/** Spans kept; the oldest is forgotten first. */
export const MAX_REACH_SPANS = 64;

/**
 * How long measures may still reduce the reach of the defender: protection must not isolate. Times
 * that overlap count once, and what is on now counts until now.
 *
 * @returns ms from `at`, 0 when the week is spent; unbounded where the policy has no cap
 * @source response notes, section 1
 */
export function reachLeftMs(
  state: ProtectionState,
  at: number,
  limits: MeasureLimits | undefined,
): number {
  if (limits === undefined) return Number.POSITIVE_INFINITY;
  const running = measuresOf(state).flatMap((each) =>
    each.reducesReach === true && isInForce(each) ? [{ from: each.requestedAt, until: at }] : [],
  );
  const spans = [...(state.reachSpans ?? []), ...running];
  return Math.max(0, limits.reachMsPerWeek - coveredMs(spans, at - WEEK_MS, at));
}

/** With one more span, and without what no week can reach any more. */
export function withSpan(
  spans: readonly ReachSpan[] | undefined,
  span: ReachSpan,
): readonly ReachSpan[] {
  const recent = (spans ?? []).filter(({ until }) => until > span.until - WEEK_MS);
  return [...recent, span].slice(-MAX_REACH_SPANS);
}

function coveredMs(spans: readonly ReachSpan[], from: number, until: number): number {
  let covered = 0;
  let end = from;
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const start = Math.max(span.from, end);
    const stop = Math.min(span.until, until);
    if (stop <= start) continue;
    covered += stop - start;
    end = stop;
  }
  return covered;
}
