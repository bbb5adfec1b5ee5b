import {
  ActorNotice,
  type ActorRef,
  actorNoticeEvent,
  encodeBinary,
  type SignalActors,
} from '@hrd-shield/contracts';
import type { OutRecord } from '../ports/record-sink.ts';
import type { LogReader } from '../ports/record-source.ts';
import { dataOf } from '../read-data.ts';

/** The record of a notice. */
export function actorNoticeRecord(notice: ActorNotice, topic: string, source: string): OutRecord {
  return { topic, ...encodeBinary(actorNoticeEvent(notice, source), notice.actor) };
}

type Listed = SignalActors[number];

/** Rights of actors that were granted, as they are followed. */
export interface ActorNotices {
  /** @returns once every notice so far was heard */
  start(): Promise<void>;
  stop(): Promise<void>;
  isHealthy(): boolean;
  /** Until when nothing of an actor counts, epoch ms; 0 for everybody else. */
  forgottenUntil(actor: ActorRef): number;
  /** Every actor with something to forget. */
  forgotten(): Iterable<readonly [ActorRef, number]>;
  /** Without those whose objection was upheld. */
  listable<Actor extends Pick<Listed, 'ref'>>(actors: readonly Actor[]): Actor[];
}

/** Follows the log of notices. Bounded by its retention: one entry an actor that used a right. */
export function followActorNotices(
  reader: LogReader,
  onForgotten: (actor: ActorRef, untilMs: number) => void,
): ActorNotices {
  const forgotten = new Map<ActorRef, number>();
  const objected = new Set<ActorRef>();
  function take({ actor, at, ground }: ActorNotice): void {
    if (ground === 'objection') {
      objected.add(actor);
      return;
    }
    if (at <= (forgotten.get(actor) ?? 0)) return;
    forgotten.set(actor, at);
    onForgotten(actor, at);
  }
  return {
    start: () =>
      reader.start((records) => {
        for (const record of records) {
          const notice = record.value === null ? undefined : dataOf(record, ActorNotice);
          if (notice !== undefined) take(notice);
        }
      }),
    stop: () => reader.stop(),
    isHealthy: () => reader.isHealthy(),
    forgottenUntil: (actor) => forgotten.get(actor) ?? 0,
    forgotten: () => forgotten,
    listable: (actors) => actors.filter(({ ref }) => !objected.has(ref)),
  };
}
