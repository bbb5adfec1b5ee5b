import { gatherCrew } from '../../crew.ts';
import { eventOf } from '../../scenarios/scenario.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, DAY_MS, DISPUTE } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface SharedShape extends SpeechShape {
  /** Sign-ins of the owner on a device that others use too. */
  readonly signIns: number;
  readonly sharedDeviceRatio: number;
}
const base: SharedShape = {
  ...CROWD_SPEECH,
  actors: 12,
  postsPerActor: 2,
  durationMs: DAY_MS,
  onset: 'even',
  sharedDeviceRatio: 0.7,
  sharedNetworkRatio: 0.8,
  knownRatio: 0.7,
  signIns: 4,
};

/** A café, a family or an office: several people, one device, the owner among them. */
export const sharedDevices = defineScenario<SharedShape>({
  id: 'B24',
  kind: 'look-alike',
  title: 'shared devices: café, family, office',
  ranges: {
    actors: range(3, 40, 'accounts'),
    sharedDeviceRatio: range(0.4, 1, 'share'),
    signIns: range(1, 12, 'sign-ins'),
  },
  presets: {
    easy: { ...base, actors: 5, signIns: 2 },
    medium: base,
    evasive: {
      ...base,
      actors: 35,
      sharedDeviceRatio: 1,
      knownRatio: 0.3,
      stances: DISPUTE,
      signIns: 10,
    },
  },
  play: (stage, shape) => {
    const { home, random } = stage;
    const crew = gatherCrew(stage, shape, stage.startsAt);
    const device = crew.find((member) => member.deviceHash.startsWith('dev-farm'))?.deviceHash;
    const said = speakTo(stage, { shape, script: PLAIN_SCRIPT, kind: 'look-alike', crew });
    const signIns = Array.from({ length: Math.round(shape.signIns) }, () =>
      eventOf(stage, 'org.hrdshield.account.login-succeeded.v1', {
        at: stage.startsAt + random.next() * shape.durationMs,
        truth: { role: 'owner', hostile: false },
        data: {
          signIn: {
            networkHash: `n-cafe-${random.int(3)}`,
            country: home.country,
            geoCell: home.geoCell,
            deviceHash: device ?? home.devices[0],
            userAgentFamily: 'desktop-browser',
            method: 'mfa',
          },
        },
      }),
    );
    return only([...said, ...signIns]);
  },
});
