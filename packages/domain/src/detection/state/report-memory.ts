import type { ActorRef, EventRef, ObjectRef, TargetingEvent } from '@hrd-shield/contracts';
import { hash48 } from '../statistics/hash.ts';
import { type Answer, actorKey, NO, UNKNOWN, YES } from './actor-table.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Newest reports that are kept; what an idle defender keeps of them. @source detection notes, D7 */
export const REPORTS_MAX = 256;
const REPORTS_IDLE_MAX = 2;
/** Decisions that the upheld share looks back on. */
export const DECISIONS_MAX = 50;
const COUNT_MAX = 255;

/** One report of the last day. */
export interface KeptReport {
  readonly ref: EventRef;
  readonly report: number;
  readonly actor: number;
  readonly actorRef: ActorRef;
  readonly at: number;
  /** Hash of the reason; 0 when missing. */
  readonly reason: number;
  readonly object: number;
  readonly viewed: Answer;
  /** Earlier decided and upheld reports of the reporter, at most 255; -1 when missing. */
  readonly decided: number;
  readonly upheld: number;
  campaigns: number;
}

export interface ReportMemory {
  readonly kept: KeptReport[];
  /** Newest decisions on reports about the defender: 1 upheld, 0 not. */
  readonly decisions: number[];
  sampled: boolean;
}

export function newReportMemory(): ReportMemory {
  return { kept: [], decisions: [], sampled: false };
}

/** Notes a filed report. */
export function addReport(memory: ReportMemory, event: TargetingEvent, reasonHash: number): void {
  const { report, actor } = event;
  if (report === undefined || actor === undefined) return;
  if (memory.kept.length >= REPORTS_MAX) {
    memory.kept.shift();
    memory.sampled = true;
  }
  memory.kept.push({
    ref: event.ref,
    report: hash48(report.ref),
    actor: actorKey(actor.ref),
    actorRef: actor.ref,
    at: event.at,
    reason: reasonHash,
    object: objectKey(event.parent ?? event.object),
    viewed: answer(report.viewedObject),
    decided: bounded(report.reporterDecided),
    upheld: bounded(report.reporterUpheld),
    campaigns: 0,
  });
}

/** Notes how the platform decided a report. */
export function addDecision(memory: ReportMemory, upheld: boolean): void {
  memory.decisions.push(upheld ? 1 : 0);
  if (memory.decisions.length > DECISIONS_MAX) memory.decisions.shift();
}

function objectKey(object: ObjectRef | undefined): number {
  return object === undefined ? 0 : hash48(object);
}

function answer(value: boolean | undefined): Answer {
  if (value === undefined) return UNKNOWN;
  return value ? YES : NO;
}

function bounded(count: number | undefined): number {
  return count === undefined ? -1 : Math.min(COUNT_MAX - 1, count);
}

export function expireReports(memory: ReportMemory, sinceMs: number): void {
  if (memory.kept.length === 0 || !memory.kept.some((report) => report.at <= sinceMs)) return;
  const kept = memory.kept.filter((report) => report.at > sinceMs);
  memory.kept.length = 0;
  memory.kept.push(...kept);
  if (kept.length === 0) memory.sampled = false;
}

export function trimReports(memory: ReportMemory): void {
  memory.kept.splice(0, Math.max(0, memory.kept.length - REPORTS_IDLE_MAX));
}

export function writeReportMemory(out: ByteWriter, memory: ReportMemory): void {
  out.u8(memory.sampled ? 1 : 0);
  out.u8(memory.decisions.length);
  for (const decision of memory.decisions) out.u8(decision);
  out.varint(memory.kept.length);
  for (const report of memory.kept) {
    out.id(report.ref);
    out.u48(report.report);
    out.u48(report.actor);
    out.id(report.actorRef);
    out.varint(report.at);
    out.u32(report.reason);
    out.u48(report.object);
    out.u8(report.viewed);
    out.u8(report.decided + 1);
    out.u8(report.upheld + 1);
    out.u16(report.campaigns);
  }
}

export function readReportMemory(input: ByteReader): ReportMemory {
  const sampled = input.u8() === 1;
  const decisions = Array.from({ length: input.u8() }, () => input.u8());
  const kept = Array.from({ length: input.varint() }, () => ({
    ref: input.id('e') as EventRef,
    report: input.u48(),
    actor: input.u48(),
    actorRef: input.id('a') as ActorRef,
    at: input.varint(),
    reason: input.u32(),
    object: input.u48(),
    viewed: input.u8() as Answer,
    decided: input.u8() - 1,
    upheld: input.u8() - 1,
    campaigns: input.u16(),
  }));
  return { kept, decisions, sampled };
}
