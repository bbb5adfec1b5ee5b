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
  type OutRecord,
  ok,
  SEAL_PURPOSES,
  type SourceRecord,
  type Step,
  startChain,
} from '@hrd-shield/pipeline';
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
    .next(seal(deps, to)).run;
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

function seal(deps: ChainDeps, to: { readonly topic: string }): Step<TargetingEvent, OutRecord> {
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
