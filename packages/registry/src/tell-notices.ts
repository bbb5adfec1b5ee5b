import { randomBytes } from 'node:crypto';
import {
  DATA_CLASSES,
  type DataClass,
  type DefenderRef,
  type ListNotice,
  type StopId,
} from '@hrd-shield/contracts';
import { type Clock, listNoticeRecord, type NoticeOf, type RecordSink } from '@hrd-shield/pipeline';
import type { AskedStop } from './asked-stop.ts';
import type { DesignationSealer } from './ports.ts';

/** How often the list is said to be current, ms; a third of what a holder of it may miss. */
const CURRENT_EVERY_MS = 20_000;
const SOURCE = 'hrd-shield/registry';
const STOP_BYTES = 16;

/** What a word on the log is sealed with. */
export type StopSealer = Pick<DesignationSealer, 'sealNarrowing' | 'sealStop'>;

/** Whether nothing is left where these are taken back: that stops everything. */
export function isEverything(classes: readonly DataClass[]): boolean {
  return DATA_CLASSES.every((each) => classes.includes(each));
}

/** Where notices are told. */
export interface TellDeps {
  readonly sink: RecordSink;
  /** Name of the notices topic. */
  readonly topic: string;
}

/**
 * Stops processing by the log alone, while the registry's database is away. Final, as every
 * withdrawal: the registry takes it over when it is back.
 * @throws ShieldError `kafka.*`
 */
export function withdrawByNotice(
  ref: DefenderRef,
  deps: TellDeps & { readonly clock: Clock },
): Promise<void> {
  return tell({ kind: 'withdrawn', ref, at: deps.clock.now() }, deps);
}

/**
 * Stops processing by the log alone until the registry has heard what was asked: a pause, a
 * withdrawal whose phrase only the registry can tell, or the classes of data that are taken back.
 * @throws ShieldError `kafka.*` | `seal.unknown-key` when the defender was erased
 */
export async function stopByNotice(
  ref: DefenderRef,
  asked: AskedStop,
  deps: TellDeps & { readonly clock: Clock; readonly sealer: StopSealer },
): Promise<void> {
  const stop = `z_${randomBytes(STOP_BYTES).toString('base64url')}` as StopId;
  const sealed = await deps.sealer.sealStop(ref, asked);
  const part =
    asked.kind === 'narrow-consent' && !isEverything(asked.classes)
      ? { narrowed: await deps.sealer.sealNarrowing(ref, asked.classes) }
      : {};
  await tell({ kind: 'stopped', ref, stop, at: deps.clock.now(), asked: sealed, ...part }, deps);
}

/** The registry has heard it. @throws ShieldError `kafka.*` */
export function tellSettled(
  settled: Omit<NoticeOf<'settled'>, 'kind'>,
  deps: TellDeps,
): Promise<void> {
  return tell({ kind: 'settled', ...settled }, deps);
}

/** Nothing of a word that was heard stays on the log. @throws ShieldError `kafka.*` */
export function forgetWord(stop: StopId, { sink, topic }: TellDeps): Promise<void> {
  return sink.send([{ topic, key: stop, value: null, headers: {} }]);
}

/** Says from time to time that the list is current. @returns what to call after each round */
export function createCurrencyTeller(
  deps: TellDeps & { readonly clock: Clock },
): () => Promise<void> {
  let toldAt = 0;
  return async () => {
    const at = deps.clock.now();
    if (at - toldAt < CURRENT_EVERY_MS) return;
    await tell({ kind: 'current', at }, deps);
    toldAt = at;
  };
}

function tell(notice: ListNotice, { sink, topic }: TellDeps): Promise<void> {
  return sink.send([listNoticeRecord(notice, topic, SOURCE)]);
}
