import type { ActorRef, DefenderRef, EventRef } from '@hrd-shield/contracts';
import { applyEvent, type DetectionPolicy, newDefenderState } from '@hrd-shield/domain';
import { type Estimate, wilson } from '../metrics/intervals.ts';
import type { LabelledSet } from './labelled-texts.ts';

/** How well the engine notices threats in plain text, without any classifier. */
export interface ThreatScore {
  readonly set: LabelledSet;
  readonly threats: number;
  /** Of what people called a threat, the share that was noticed. */
  readonly recall: Estimate;
  readonly precision: Estimate;
  /** Of what was noticed, the share that people called abuse of some kind. */
  readonly abusive: Estimate;
}

const AT = Date.UTC(2026, 0, 5);
const REF_CHARS = 22;

/** Plays each text as a stranger's answer to somebody of whom nothing is known yet. */
export function scoreThreats(set: LabelledSet, policy: DetectionPolicy): ThreatScore | undefined {
  const threats = set.texts.filter(({ isThreat }) => isThreat === true).length;
  if (threats === 0) return undefined;
  const noticed = set.texts.filter(({ text }) => isNoticed(text, set.language, policy));
  const hits = noticed.filter(({ isThreat }) => isThreat === true).length;
  return {
    set,
    threats,
    recall: wilson(hits, threats),
    precision: wilson(hits, noticed.length),
    abusive: wilson(noticed.filter(({ isAbuse }) => isAbuse).length, noticed.length),
  };
}

function isNoticed(text: string, language: string, policy: DetectionPolicy): boolean {
  const defender = ref('d') as DefenderRef;
  const state = newDefenderState(defender);
  const actor = { ref: ref('a') as ActorRef };
  const event = { ref: ref('e') as EventRef, defender, at: AT, actor, text, language };
  applyEvent(state, { ...event, kind: 'replied' }, policy);
  return state.sightings.some(({ kind }) => kind === 'plain-threat' || kind === 'specific-threat');
}

function ref(prefix: string): string {
  return `${prefix}_${''.padEnd(REF_CHARS, '0')}`;
}
