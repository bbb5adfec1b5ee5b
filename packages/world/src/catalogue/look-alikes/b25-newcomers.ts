import { gatherCrew } from '../../crew.ts';
import { linkCounted, signUpsCounted } from '../../scenarios/background-counts.ts';
import { letterTo } from '../../scenarios/links.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, DAY_MS, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

interface NewcomerShape extends SpeechShape {
  readonly freshRatio: number;
  readonly sharedNetworkRatio: number;
  /** Messages to the defender with a link to an ordinary form. */
  readonly letters: number;
}
const base: NewcomerShape = {
  ...CROWD_SPEECH,
  actors: 30,
  durationMs: 2 * DAY_MS,
  onset: 'even',
  postsPerActor: 2,
  freshRatio: 0.8,
  creationClusterDays: 10,
  freshAgeDaysMax: 25,
  sharedNetworkRatio: 0.7,
  exposureRatio: 0.4,
  stances: { hostile: 0, critical: 0.03, neutral: 0.77, supportive: 0.2 },
  letters: 8,
};

/** People who have just arrived: young accounts, few lines, VPNs, the same questions. */
export const newcomers = defineScenario<NewcomerShape>({
  id: 'B25',
  kind: 'look-alike',
  title: 'newly arrived refugees and VPN users',
  ranges: {
    actors: range(8, 120, 'accounts'),
    freshRatio: range(0.4, 1, 'share'),
    sharedNetworkRatio: range(0.3, 1, 'share'),
  },
  presets: {
    easy: { ...base, actors: 12, sharedNetworkRatio: 0.4, letters: 3 },
    medium: base,
    evasive: {
      ...base,
      actors: 90,
      freshRatio: 1,
      sharedNetworkRatio: 0.95,
      sharedDeviceRatio: 0.15,
      durationMs: 12 * HOUR_MS,
      letters: 25,
    },
  },
  play: (stage, shape) => {
    const { random } = stage;
    const crew = gatherCrew(stage, shape, stage.startsAt);
    const script = { ...PLAIN_SCRIPT, neutral: 'newcomer' } as const;
    const said = speakTo(stage, { shape, script, kind: 'look-alike', crew });
    const letters = Array.from({ length: shape.letters }, () =>
      letterTo(stage, {
        from: random.pick(crew),
        at: stage.startsAt + random.next() * shape.durationMs,
        link: 'https://forms.example/intake',
        truth: { role: 'bystander', hostile: false },
        missingRatio: shape.missingRatio,
      }),
    );
    const streams = [
      signUpsCounted(stage, 'n-border-town', {
        count: shape.actors * 20,
        expected: shape.actors * 2,
      }),
      linkCounted(stage, { domain: 'forms.example', shares: 20_000, publisher: false }),
    ];
    return { events: [...said, ...letters], streams };
  },
});
