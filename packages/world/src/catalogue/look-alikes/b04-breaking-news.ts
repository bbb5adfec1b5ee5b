import { PRESETS } from '../../presets.ts';
import { topicCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

/** The news names the defender, and the whole platform talks of it. */
export const breakingNews = defineScenario<SpeechShape>({
  id: 'B04',
  kind: 'look-alike',
  title: 'breaking-news spike',
  ranges: { actors: range(60, 800, 'accounts') },
  presets: PRESETS.B04,
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, neutral: 'news' },
    });
    return {
      events,
      streams: [
        topicCounted(stage, 'topic-hearing', { count: shape.actors * 50, expected: shape.actors }),
      ],
    };
  },
});
