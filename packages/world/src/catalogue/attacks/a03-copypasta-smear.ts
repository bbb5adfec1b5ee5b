import { PRESETS } from '../../presets.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

/** One to three texts, posted word for word. */
export const copypastaSmear = defineScenario<SpeechShape & { readonly templates: number }>({
  id: 'A03',
  kind: 'attack',
  title: 'copypasta smear',
  ranges: {
    actors: range(8, 80, 'accounts'),
    durationMs: range(10 * MINUTE_MS, 12 * HOUR_MS, 'ms'),
    templates: range(1, 3, 'texts'),
  },
  presets: {
    easy: { ...PRESETS.A03.easy, templates: 1 },
    medium: { ...PRESETS.A03.medium, templates: 2 },
    evasive: { ...PRESETS.A03.evasive, templates: 3 },
  },
  play: (stage, shape) =>
    only(
      speakTo(stage, {
        shape,
        script: { ...PLAIN_SCRIPT, hostile: 'smear' },
        kind: 'attack',
        copied: { templates: Math.round(shape.templates), stance: 'hostile' },
      }),
    ),
});
