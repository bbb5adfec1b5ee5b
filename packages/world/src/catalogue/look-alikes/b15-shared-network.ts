import { eventOf, otherStages } from '../../scenarios/scenario.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, DISPUTE } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface OfficeShape extends SpeechShape {
  /** Defenders who sign in from the same line. */
  readonly colleagues: number;
}
const base: OfficeShape = {
  ...CROWD_SPEECH,
  actors: 20,
  sharedNetworkRatio: 0.9,
  knownRatio: 0.7,
  colleagues: 5,
};

/** An office, a campus or a VPN exit: many people, one line. */
export const sharedNetwork = defineScenario<OfficeShape>({
  id: 'B15',
  kind: 'look-alike',
  title: 'shared line: office, campus, VPN exit',
  ranges: {
    actors: range(5, 80, 'accounts'),
    sharedNetworkRatio: range(0.5, 1, 'share'),
  },
  presets: {
    easy: { ...base, actors: 8 },
    medium: base,
    evasive: { ...base, actors: 60, sharedNetworkRatio: 1, knownRatio: 0.2, stances: DISPUTE },
  },
  others: (shape) => shape.colleagues,
  play: (stage, shape) => {
    const said = speakTo(stage, { shape, script: PLAIN_SCRIPT, kind: 'look-alike' });
    const networkHash = `n-office-${stage.random.int(1000)}`;
    const signIns = [stage, ...otherStages(stage, shape.colleagues)].map((scene) =>
      eventOf(scene, 'org.hrdshield.account.login-succeeded.v1', {
        at: stage.startsAt + stage.random.next() * shape.durationMs,
        truth: { role: 'owner', hostile: false },
        data: {
          signIn: {
            networkHash,
            country: scene.home.country,
            deviceHash: scene.home.devices[0],
            userAgentFamily: scene.home.userAgentFamily,
            method: 'mfa',
          },
        },
      }),
    );
    return only([...said, ...signIns]);
  },
});
