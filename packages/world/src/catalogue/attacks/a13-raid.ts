import { asActor, ordinaryMember } from '../../crew.ts';
import { mediaOf, pictureHash } from '../../scenarios/pictures.ts';
import { eventId, eventOf, handleOf } from '../../scenarios/scenario.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { expand } from '../../texts/expand.ts';
import { TEXTS } from '../../texts/text-pools.ts';
import { ATTACK_SPEECH, CROWD, HOUR_MS, MINUTE_MS, VEILED } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface RaidShape extends SpeechShape {
  readonly sourceRatio: number;
  /** The call shows a screenshot and links nowhere. */
  readonly byScreenshot: boolean;
}
const base: RaidShape = {
  ...ATTACK_SPEECH,
  ...CROWD,
  actors: 60,
  exposureRatio: 0.3,
  durationMs: 50 * MINUTE_MS,
  sourceRatio: 0.7,
  byScreenshot: false,
};

/** A call in one community sends people to the defender's page. */
export const raid = defineScenario<RaidShape>({
  id: 'A13',
  kind: 'attack',
  title: 'raid from one community',
  ranges: {
    sourceRatio: range(0.3, 1, 'share'),
    actors: range(15, 250, 'accounts'),
    durationMs: range(10 * MINUTE_MS, 6 * HOUR_MS, 'ms'),
  },
  presets: {
    easy: { ...base, actors: 150, sourceRatio: 1, durationMs: 25 * MINUTE_MS },
    medium: base,
    evasive: {
      ...base,
      actors: 20,
      sourceRatio: 0.35,
      byScreenshot: true,
      durationMs: 4 * HOUR_MS,
      stances: VEILED,
    },
  },
  play: (stage, shape) => {
    const { random, startsAt } = stage;
    const call = eventId(random);
    const caller = ordinaryMember(stage);
    const at = startsAt - 5 * MINUTE_MS;
    const text = expand(random.pick(TEXTS[stage.language].raid), random, handleOf(stage.account));
    const screenshot = { hash: pictureHash(random), provenance: 'absent' } as const;
    const opening = eventOf(
      stage,
      `org.hrdshield.content.${shape.byScreenshot ? 'mentioned' : 'quoted'}.v1`,
      {
        at,
        truth: { role: 'attacker', hostile: true },
        data: {
          actor: asActor(caller, random, { at, missingRatio: shape.missingRatio }),
          objectId: call,
          text,
          language: stage.language,
          ...(shape.byScreenshot ? { media: [mediaOf(random, screenshot, 0)] } : {}),
        },
      },
    );
    // Whoever saw only a picture arrives without a trace of where it was.
    const source = shape.byScreenshot ? {} : { source: call };
    const arrivals = speakTo(stage, { shape, script: PLAIN_SCRIPT, kind: 'attack', ...source });
    return only([opening, ...arrivals]);
  },
});
