import {
  type CloudEvent,
  type DefenderRef,
  encodeBinary,
  INTERNAL_TYPES,
  Looks,
  ProtectedLooks,
  ShieldError,
} from '@hrd-shield/contracts';
import {
  type DefenderSealer,
  dataOf,
  type LikenessIndex,
  type LogReader,
  openSealed,
  type RecordSink,
  SEAL_PURPOSES,
} from '@hrd-shield/pipeline';

export interface LooksDeps {
  readonly reader: LogReader;
  readonly sink: RecordSink;
  readonly sealer: DefenderSealer;
  readonly likeness: LikenessIndex;
  readonly now: () => number;
  readonly onFault: (fault: ShieldError) => void;
}

export interface LooksKeeper {
  /** @returns once everything kept so far has been read; the index follows shortly after */
  start(): Promise<void>;
  /** Keeps how a defender's profile looks. @returns once it is on the log */
  learn(defender: DefenderRef, looks: Looks): Promise<void>;
  stop(): Promise<void>;
}

const SOURCE = 'hrd-shield/ingest';

/**
 * How the profiles of defenders look, shared by all instances through a compacted log, sealed under
 * the key of each defender: with the key goes what is kept.
 */
export function createLooksKeeper(deps: LooksDeps, to: { readonly topic: string }): LooksKeeper {
  let last: Promise<void> = Promise.resolve();

  async function take(kept: ProtectedLooks): Promise<void> {
    const opened = await openSealed({ ...kept, sealer: deps.sealer }, Looks, SEAL_PURPOSES.looks);
    if (opened.kind === 'ok') deps.likeness.set(kept.defender, opened.value);
    else deps.likeness.delete(kept.defender);
  }

  return {
    start: () =>
      deps.reader.start((records) => {
        for (const one of records) {
          const kept = dataOf(one, ProtectedLooks);
          if (kept === undefined) continue;
          // One after the other, so that the newest word is the last.
          last = last
            .then(() => take(kept))
            .catch((error: unknown) => {
              if (error instanceof ShieldError) deps.onFault(error);
            });
        }
      }),
    learn: async (defender, looks) => {
      deps.likeness.set(defender, looks);
      const plain = Buffer.from(JSON.stringify(looks));
      try {
        const sealed = await deps.sealer.seal(defender, SEAL_PURPOSES.looks, plain);
        const event: CloudEvent<ProtectedLooks> = {
          specversion: '1.0',
          id: defender,
          source: SOURCE,
          type: INTERNAL_TYPES.looks,
          time: new Date(deps.now()).toISOString(),
          data: { defender, sealed },
        };
        await deps.sink.send([{ topic: to.topic, ...encodeBinary(event, defender) }]);
      } catch (error) {
        // Erased while the event was on its way: nothing of this person is kept.
        if (!(error instanceof ShieldError) || error.code !== 'seal.unknown-key') throw error;
        deps.likeness.delete(defender);
      }
    },
    stop: () => deps.reader.stop(),
  };
}
