import type { Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { Campaign } from '../state/campaign-memory.ts';
import type { DefenderState } from '../state/state.ts';
import type { FindingGroup } from './assign-campaigns.ts';
import {
  type Assessment,
  type EvidenceVector,
  gatherEvidence,
  isDegraded,
  weighEvidence,
} from './fuse.ts';

/** What a group of findings shows, and what it amounts to. */
export interface Weighed {
  readonly evidence: EvidenceVector;
  readonly assessment: Assessment;
}

/** All that the evidence is gathered from: as long as none of it changes, it is the same. */
interface Basis {
  readonly findings: readonly Finding[];
  readonly policy: DetectionPolicy;
  /** Changes of the recent events and of the actors. */
  readonly events: number;
  readonly actors: number;
  readonly degraded: boolean;
}

const last = new WeakMap<Campaign, Basis & Weighed>();

/**
 * Gathers and weighs what is found of one campaign. An open campaign is looked at every half hour, and
 * nobody may have done anything since: then what was weighed holds.
 */
export function weighFindings(
  state: DefenderState,
  { campaign, findings }: FindingGroup,
  policy: DetectionPolicy,
): Weighed {
  const known = campaign === undefined ? undefined : last.get(campaign);
  if (known !== undefined && isOf(known, state, findings, policy)) return known;
  const actors = unionOf(findings.map((finding) => finding.actors));
  const evidence = gatherEvidence(state, findings, actors, policy);
  const weighed = { evidence, assessment: weighEvidence(evidence, policy) };
  if (campaign !== undefined)
    last.set(campaign, { ...basisOf(state, findings, policy), ...weighed });
  return weighed;
}

function basisOf(
  state: DefenderState,
  findings: readonly Finding[],
  policy: DetectionPolicy,
): Basis {
  const { actors, recent } = state;
  const degraded = isDegraded(state);
  return { findings, policy, events: recent.changes, actors: actors.changes, degraded };
}

function isOf(
  basis: Basis,
  state: DefenderState,
  findings: readonly Finding[],
  policy: DetectionPolicy,
): boolean {
  return (
    basis.events === state.recent.changes &&
    basis.actors === state.actors.changes &&
    basis.policy === policy &&
    basis.degraded === isDegraded(state) &&
    basis.findings.length === findings.length &&
    basis.findings.every((finding, i) => finding === findings[i])
  );
}

/** All keys of some sets; of a single one that set itself, since none is ever changed. */
function unionOf(sets: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  const [only] = sets;
  if (only !== undefined && sets.length === 1) return only;
  const union = new Set<number>();
  for (const set of sets) for (const key of set) union.add(key);
  return union;
}
