import { topicCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 90,
  durationMs: 8 * HOUR_MS,
  exposureRatio: 0.65,
  stances: { hostile: 0.03, critical: 0.75, neutral: 0.12, supportive: 0.1 },
  channels: { mentioned: 1, replied: 0.3 },
};

/** A staff calls for a strike at an organisation that the defender serves. */
export const strike = defineScenario<SpeechShape>({
  id: 'B22',
  kind: 'look-alike',
  title: 'strike or boycott against the organisation',
  ranges: { actors: range(20, 300, 'accounts') },
  presets: {
    easy: { ...base, actors: 30 },
    medium: base,
    evasive: { ...base, actors: 220, durationMs: HOUR_MS, onset: 'step', exposureRatio: 0.45 },
  },
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, critical: 'boycott' },
      copied: { templates: 1, stance: 'critical' },
    });
    return {
      events,
      streams: [
        topicCounted(stage, 'topic-pay-the-staff', { count: shape.actors * 6, expected: 2 }),
      ],
    };
  },
});
