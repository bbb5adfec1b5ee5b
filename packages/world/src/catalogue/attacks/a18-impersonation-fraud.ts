import { asActor, ordinaryMember } from '../../crew.ts';
import { type CloneShape, makeClone, reachOut } from '../../scenarios/impersonation.ts';
import { eventId, eventOf, handleOf } from '../../scenarios/scenario.ts';
import { expand } from '../../texts/expand.ts';
import { TEXTS } from '../../texts/text-pools.ts';
import type { CityEvent } from '../../truth.ts';
import { DAY_MS, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

interface FraudShape extends CloneShape {
  readonly contacts: number;
  readonly durationMs: number;
  /** Contacts who ask the real person about it. */
  readonly askRatio: number;
  readonly missingRatio: number;
}
const base: FraudShape = {
  cloneAgeDays: 2,
  avatarJitterBits: 3,
  copiesAvatar: true,
  contacts: 120,
  durationMs: 6 * HOUR_MS,
  askRatio: 0.06,
  missingRatio: 0.1,
};

/** A clone writes to the defender's contacts and asks for money. */
export const impersonationFraud = defineScenario<FraudShape>({
  id: 'A18',
  kind: 'attack',
  title: 'impersonation and fraud by message to contacts',
  ranges: {
    contacts: range(20, 300, 'accounts'),
    cloneAgeDays: range(0, 30, 'days'),
  },
  presets: {
    easy: { ...base, contacts: 300, durationMs: 2 * HOUR_MS, avatarJitterBits: 0 },
    medium: base,
    evasive: { ...base, contacts: 25, durationMs: 3 * DAY_MS, copiesAvatar: false, askRatio: 0.04 },
  },
  play: (stage, shape) => {
    const { random } = stage;
    const clone = makeClone(stage, shape);
    const { account } = clone;
    const outreach = reachOut(stage, {
      account,
      contacts: Math.round(shape.contacts),
      windowMs: shape.durationMs,
    });
    const asked: CityEvent[] = [];
    for (let i = 0; i < shape.contacts; i++) {
      if (!random.chance(shape.askRatio)) continue;
      const at = stage.startsAt + random.next() * shape.durationMs * 1.3;
      const text = expand(
        random.pick(TEXTS[stage.language].contact),
        random,
        handleOf(stage.account),
      );
      const contact = { ...ordinaryMember(stage), known: true };
      asked.push(
        eventOf(stage, 'org.hrdshield.content.mentioned.v1', {
          at,
          truth: { role: 'bystander', hostile: false },
          data: {
            actor: asActor(contact, random, { at, missingRatio: shape.missingRatio }),
            objectId: eventId(random),
            text,
            language: stage.language,
          },
        }),
      );
    }
    return { events: [...clone.events, ...asked], streams: [...clone.streams, outreach] };
  },
});
