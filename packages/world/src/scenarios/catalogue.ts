import { type Difficulty, PRESETS, type ScenarioId } from '../presets.ts';
import type { CityEvent } from '../truth.ts';
import { reportOn } from './reports.ts';
import type { Stage } from './scenario.ts';
import { moveAbout, takeOver } from './sign-ins.ts';
import { PLAIN_SCRIPT, speakTo } from './speech.ts';

export interface ScenarioEntry {
  readonly kind: 'attack' | 'look-alike';
  readonly title: string;
  generate(stage: Stage, difficulty: Difficulty): CityEvent[];
}

const attack = 'attack';
const lookAlike = 'look-alike';

/** Every scenario that the city can play. @source detection notes, 5.3 */
export const SCENARIOS: Readonly<Record<ScenarioId, ScenarioEntry>> = {
  A01: {
    kind: attack,
    title: 'flash pile-on by replies',
    generate: (stage, difficulty) =>
      speakTo(stage, { shape: PRESETS.A01[difficulty], script: PLAIN_SCRIPT, kind: attack }),
  },
  A03: {
    kind: attack,
    title: 'copypasta smear',
    generate: (stage, difficulty) =>
      speakTo(stage, {
        shape: PRESETS.A03[difficulty],
        script: { ...PLAIN_SCRIPT, hostile: 'smear' },
        kind: attack,
        copied: { templates: 2, stance: 'hostile' },
      }),
  },
  A07: {
    kind: attack,
    title: 'slow, small, paraphrased drip',
    generate: (stage, difficulty) =>
      speakTo(stage, {
        shape: PRESETS.A07[difficulty],
        script: { ...PLAIN_SCRIPT, hostile: 'paraphrase' },
        kind: attack,
      }),
  },
  A15: {
    kind: attack,
    title: 'mass false reports, burst',
    generate: (stage, difficulty) =>
      reportOn(stage, { shape: PRESETS.A15[difficulty], kind: attack }),
  },
  A22: {
    kind: attack,
    title: 'account takeover sequence',
    generate: (stage, difficulty) => takeOver(stage, PRESETS.A22[difficulty]),
  },
  B01: {
    kind: lookAlike,
    title: 'viral support wave',
    generate: (stage, difficulty) =>
      speakTo(stage, { shape: PRESETS.B01[difficulty], script: PLAIN_SCRIPT, kind: lookAlike }),
  },
  B02: {
    kind: lookAlike,
    title: 'copy-paste solidarity statement',
    generate: (stage, difficulty) =>
      speakTo(stage, {
        shape: PRESETS.B02[difficulty],
        script: { ...PLAIN_SCRIPT, supportive: 'solidarity' },
        kind: lookAlike,
        copied: { templates: 2, stance: 'supportive' },
      }),
  },
  B04: {
    kind: lookAlike,
    title: 'breaking-news spike',
    generate: (stage, difficulty) =>
      speakTo(stage, {
        shape: PRESETS.B04[difficulty],
        script: { ...PLAIN_SCRIPT, neutral: 'news' },
        kind: lookAlike,
      }),
  },
  B05: {
    kind: lookAlike,
    title: 'organic criticism of a post',
    generate: (stage, difficulty) =>
      speakTo(stage, { shape: PRESETS.B05[difficulty], script: PLAIN_SCRIPT, kind: lookAlike }),
  },
  B16: {
    kind: lookAlike,
    title: 'travel, new phone, VPN',
    generate: (stage, difficulty) => moveAbout(stage, PRESETS.B16[difficulty]),
  },
  B17: {
    kind: lookAlike,
    title: 'truly violating post, mass-reported',
    generate: (stage, difficulty) =>
      reportOn(stage, { shape: PRESETS.B17[difficulty], kind: lookAlike }),
  },
};
