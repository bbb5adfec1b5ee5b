import { REPORT_REASONS } from '@hrd-shield/contracts';
import { asActor, gatherCrew } from '../crew.ts';
import type { ReportShape } from '../shapes.ts';
import { expand } from '../texts/expand.ts';
import { TEXTS } from '../texts/text-pools.ts';
import type { CityEvent } from '../truth.ts';
import { eventId, eventOf, handleOf, type Stage } from './scenario.ts';

const DAY_MS = 86_400_000;
/** Different old posts that a ring walks through. */
const ARCHIVE_OBJECTS = 4;

export interface ReportOptions {
  readonly shape: ReportShape;
  readonly kind: 'attack' | 'look-alike';
}

/** Many accounts report one defender: a ring with a pretext, or a crowd with a reason. */
export function reportOn(stage: Stage, options: ReportOptions): CityEvent[] {
  const { random, startsAt } = stage;
  const { kind, shape } = options;
  const attack = kind === 'attack';
  const crew = gatherCrew(stage, shape, startsAt);
  const objects = reportedObjects(stage, shape, attack);
  const reasons = Array.from(
    { length: shape.reasons },
    () => shape.reason ?? random.pick(REPORT_REASONS),
  );
  const pretext = expand(random.pick(TEXTS[stage.language].report), random, '');
  const events: CityEvent[] = attack ? [] : [violatingPost(stage, objects[0]?.id ?? '')];

  for (const member of crew) {
    const at = startsAt + random.next() * shape.durationMs;
    const object = random.pick(objects);
    const reportId = eventId(random);
    const free = expand(random.pick(TEXTS[stage.language].report), random, '');
    events.push(
      eventOf(stage, 'org.hrdshield.report.filed.v1', {
        at,
        truth: { role: attack ? 'attacker' : 'reporter', hostile: attack },
        data: {
          actor: asActor(member, random, { at, missingRatio: shape.missingRatio }),
          reportId,
          objectId: object.id,
          objectCreatedAt: object.createdAt,
          reason: random.pick(reasons),
          viewedObject: !random.chance(shape.noViewRatio),
          ...(random.chance(0.5) ? { text: attack ? pretext : free } : {}),
          ...reporterHistory(stage, attack),
        },
      }),
    );
    if (random.chance(0.7)) events.push(decision(stage, { at, reportId, shape }));
  }
  if (attack) events.push(proposedAction(stage, shape));
  return events;
}

function reporterHistory(stage: Stage, attack: boolean): Record<string, number> {
  const { random } = stage;
  if (random.chance(0.4)) return {};
  const decided = random.int(attack ? 40 : 6);
  const rate = attack ? 0.04 : 0.35;
  const upheld = Math.min(decided, Math.round(decided * rate * 2 * random.next()));
  return { reporterDecided: decided, reporterUpheld: upheld };
}

function reportedObjects(
  stage: Stage,
  shape: ReportShape,
  attack: boolean,
): readonly { readonly id: string; readonly createdAt: number }[] {
  const { random, startsAt } = stage;
  if (!attack) return [{ id: eventId(random), createdAt: Math.floor(startsAt - 900_000) }];
  return Array.from({ length: shape.objects ?? ARCHIVE_OBJECTS }, () => ({
    id: eventId(random),
    createdAt: Math.floor(startsAt - (0.3 + random.next()) * shape.objectAgeDays * DAY_MS),
  }));
}

function decision(
  stage: Stage,
  of: { readonly at: number; readonly reportId: string; readonly shape: ReportShape },
): CityEvent {
  const { random } = stage;
  const upheld = random.chance(of.shape.upheldRatio);
  return eventOf(stage, 'org.hrdshield.report.decided.v1', {
    at: of.at + of.shape.decidedAfterMs * (0.3 + random.next()),
    truth: { role: 'bystander', hostile: false },
    data: { reportId: of.reportId, upheld },
  });
}

/** The platform's own automation is about to act on the reports. */
function proposedAction(stage: Stage, shape: ReportShape): CityEvent {
  return eventOf(stage, 'org.hrdshield.account.adverse-action-proposed.v1', {
    at: stage.startsAt + shape.durationMs * 1.2,
    truth: { role: 'bystander', hostile: false },
    data: { actionId: eventId(stage.random), action: 'suspend', origin: 'reports' },
  });
}

/** A post that does break the rules, by a defender: no dismissal of those who report it. */
function violatingPost(stage: Stage, object: string): CityEvent {
  const { random, startsAt } = stage;
  const text = expand(random.pick(TEXTS[stage.language].critical), random, handleOf('everyone'));
  return eventOf(stage, 'org.hrdshield.content.posted.v1', {
    at: startsAt - 900_000,
    truth: { role: 'owner', hostile: false },
    data: { actor: { account: stage.account }, objectId: object, text, language: stage.language },
  });
}
