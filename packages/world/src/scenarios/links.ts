import { asActor, gatherCrew, type Member } from '../crew.ts';
import type { CrewShape } from '../shapes.ts';
import type { CityEvent, EventTruth } from '../truth.ts';
import { eventId, eventOf, type Stage } from './scenario.ts';

export interface Letter {
  readonly from: Member;
  readonly at: number;
  readonly link: string;
  readonly missingRatio: number;
  readonly truth: Omit<EventTruth, 'campaign'>;
}

/** One direct message with a link: metadata, as a platform may see it. */
export function letterTo(stage: Stage, of: Letter): CityEvent {
  const { at, from, link, missingRatio, truth } = of;
  return eventOf(stage, 'org.hrdshield.content.messaged.v1', {
    at,
    truth,
    data: {
      actor: asActor(from, stage.random, { at, missingRatio }),
      objectId: eventId(stage.random),
      links: [link],
      isRequest: !from.known,
    },
  });
}

/** Who writes the letters; strangers to whoever gets them. */
export function senders(stage: Stage, shape: CrewShape): Member[] {
  return gatherCrew(stage, shape, stage.startsAt);
}
