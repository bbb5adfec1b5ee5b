import {
  type CloudEvent,
  decodeRecord,
  ShieldError,
  type TargetingEvent,
} from '@hrd-shield/contracts';
import {
  type Candidate,
  type DefenderSealer,
  type Designated,
  deadLetter,
  drop,
  headersOf,
  looksOfProfile,
  type OutRecord,
  ok,
  SEAL_PURPOSES,
  type SourceRecord,
  type Step,
  type StepResult,
  startChain,
} from '@hrd-shield/pipeline';
import type { LooksKeeper } from './looks-keeper.ts';
import { writeEvent } from './steps/write-records.ts';

/** A record whose key is a designated account. */
export interface Hit {
  readonly record: SourceRecord;
  readonly designated: Designated;
  /** Event time that its partition has reached, epoch ms. */
  readonly reachedAt: number;
}

export interface ChainDeps {
  readonly screenEvent: Step<Candidate<CloudEvent>, TargetingEvent>;
  readonly sealer: DefenderSealer;
  readonly now: () => number;
  /** Keeps how the profile of a defender looks. */
  readonly learnLooks: LooksKeeper['learn'];
}

/** What becomes of a hit, from raw record to sealed record of the defender. */
export function createIngestChain(
  deps: ChainDeps,
  config: { readonly maxEventBytes: number; readonly targetingTopic: string },
): Step<Hit, OutRecord> {
  const to = { topic: config.targetingTopic };
  return startChain(checkSize(config.maxEventBytes))
    .next(decode)
    .next(deps.screenEvent)
    .next(keepLooks(deps.learnLooks))
    .next(createEventSealer(deps, to)).run;
}

function checkSize(maxEventBytes: number): Step<Hit, Hit> {
  return (hit) =>
    (hit.record.value?.length ?? 0) <= maxEventBytes
      ? ok(hit)
      : deadLetter('check-size', 'event.too-large', `more than ${maxEventBytes} bytes`);
}

const decode: Step<Hit, Candidate<CloudEvent>> = ({ record, designated, reachedAt }) => {
  const decoded = decodeRecord({ ...record, headers: headersOf(record) });
  if (!decoded.ok) return deadLetter('decode', decoded.code, decoded.reason);
  const key = record.key?.toString() ?? '';
  const appendedAt = Number(record.timestamp);
  return ok({ event: decoded.event, key, designated, appendedAt, reachedAt });
};

/** Seals one event for its defender; one whose key was destroyed is dropped. */
export type EventSealer = (event: TargetingEvent) => Promise<StepResult<OutRecord>>;

/**
 * Seals under the data key of the defender; event time goes inside the seal.
 *
 * @throws ShieldError `keys.*` when keys are away, so that the record waits
 */
export function createEventSealer(
  deps: Pick<ChainDeps, 'sealer' | 'now'>,
  to: { readonly topic: string },
): EventSealer {
  return async (event) => {
    const plain = Buffer.from(JSON.stringify(event));
    try {
      const sealed = await deps.sealer.seal(event.defender, SEAL_PURPOSES.targetingEvent, plain);
      return ok(writeEvent(event, sealed, { ...to, now: deps.now() }));
    } catch (error) {
      // Erased while the tombstone was on its way: nothing of this person is kept.
      if (error instanceof ShieldError && error.code === 'seal.unknown-key') {
        return drop('designation-inactive');
      }
      throw error;
    }
  };
}

/** The own profile as the platform shows it: what others are compared with. */
function keepLooks(learn: ChainDeps['learnLooks']): Step<TargetingEvent, TargetingEvent> {
  return async (event) => {
    const { actor, at, defender, profile } = event;
    if (profile === undefined || actor !== undefined) return ok(event);
    await learn(defender, looksOfProfile(profile, at));
    return ok(event);
  };
}
