import type { StageRecord, StreamEvent } from '@hrd-shield/contracts';
import { createdName, domainName, item, type SightingDeps, textKeys } from './sighting-of.ts';

export type PopularRecord = Extract<StageRecord, { readonly kind: 'popular' }>;
export type MeasuredRecord = Extract<StageRecord, { readonly kind: 'measured' }>;

/** Spans of one count of sign-ups that are told apart. */
const SPANS_MAX = 48;

/**
 * What a platform-wide count says to the stages: how ordinary a text or a cohort is. Counts that
 * nothing is compared with give none.
 */
export function popularOf(event: StreamEvent, deps: SightingDeps): readonly PopularRecord[] {
  const at = Date.parse(event.time);
  switch (event.type) {
    case 'org.hrdshield.background.text-counted.v1': {
      const { expected, sample, shareTemplate, targets } = event.data;
      const ratio = expected > 0 ? targets / expected : 0;
      const exempt = shareTemplate === true;
      return textKeys(sample, deps).map((one) => ({
        kind: 'popular',
        ...one,
        at,
        targets,
        ratio,
        exempt,
      }));
    }
    case 'org.hrdshield.background.link-counted.v1': {
      const { domain, expected, publisher, shares } = event.data;
      return [
        {
          kind: 'popular',
          ...item('domain', domainName(domain), deps),
          at,
          targets: shares,
          ratio: expected > 0 ? shares / expected : 0,
          exempt: publisher === true,
        },
      ];
    }
    case 'org.hrdshield.background.sign-ups-counted.v1': {
      const { expected, networkHash, signUps, windowMs } = event.data;
      if (networkHash === undefined || expected <= 0) return [];
      const spanMs = deps.stages.cohort.createdSpanMs;
      const spans = Math.min(SPANS_MAX, Math.ceil(windowMs / spanMs) + 1);
      return Array.from({ length: spans }, (_, span) => ({
        kind: 'popular',
        ...item('cohort', createdName(at + span * spanMs, networkHash, deps.stages), deps),
        at,
        targets: 0,
        ratio: signUps / expected,
        exempt: false,
      }));
    }
    default:
      return [];
  }
}
