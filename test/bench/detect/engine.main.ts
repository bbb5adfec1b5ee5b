import type { DefenderRef, TargetingEvent } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyWatermark,
  type DefenderState,
  freezeState,
  newDefenderState,
} from '@hrd-shield/domain';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import type { EngineFigures, EngineJob } from './engine-job.ts';
import { messageStream } from './message-stream.ts';

/**
 * The pure engine over a stream that is made as it goes: only `applyEvent` is timed. One process of
 * its own, so that memory is the engine's. Prints one JSON line.
 */
const CHUNK = 5_000;
const IDLE_AFTER_MS = 172_800_000;
/**
 * Messages before the clock starts, at defenders of their own: what is measured is a process that
 * has run for seconds, not the compiler, whatever the size of the stream.
 */
const WARM_EVENTS = 50_000;

const job = JSON.parse(process.argv[2] ?? '{}') as EngineJob;
const policy = loadDetectionPolicy();
const states = new Map<DefenderRef, DefenderState>();
const memory: { readonly events: number; readonly rss: number }[] = [];
let chunk: TargetingEvent[] = [];
let tookMs = 0;
let cpuUs = 0;
let applied = 0;
let signals = 0;

function apply(): void {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  for (const event of chunk) {
    let state = states.get(event.defender);
    if (state === undefined) {
      state = newDefenderState(event.defender);
      states.set(event.defender, state);
    }
    signals += applyEvent(state, event, policy).length;
  }
  const took = performance.now() - begun;
  const used = process.cpuUsage(cpu);
  tookMs += took;
  cpuUs += used.user + used.system;
  applied += chunk.length;
  chunk = [];
}

/** @returns messages per second of processor time, so that what a cold start costs is told */
function warmUp(): number {
  const durationMs = (job.durationMs / job.events) * WARM_EVENTS;
  for (const event of messageStream({ ...job, events: WARM_EVENTS, durationMs })) chunk.push(event);
  apply();
  const rate = (applied / cpuUs) * 1_000_000;
  states.clear();
  [tookMs, cpuUs, applied, signals] = [0, 0, 0, 0];
  globalThis.gc?.();
  return rate;
}

const coldEventsPerCpuSecond = warmUp();

const sampleEvery = Math.max(CHUNK, Math.floor(job.events / 20));
for (const event of messageStream(job)) {
  chunk.push(event);
  if (chunk.length < CHUNK) continue;
  apply();
  if (applied % sampleEvery < CHUNK) {
    globalThis.gc?.();
    memory.push({ events: applied, rss: process.memoryUsage.rss() });
  }
}
apply();

const bytesOf = (): number[] => [...states.values()].map((state) => freezeState(state).length);
const hot = bytesOf();
const end = Math.max(...[...states.values()].map((state) => state.clock.nowMs));
for (const state of states.values()) applyWatermark(state, end + IDLE_AFTER_MS, policy);
const idle = bytesOf();
const figures: EngineFigures = {
  events: applied,
  signals,
  defenders: states.size,
  eventsPerSecond: (applied / tookMs) * 1_000,
  eventsPerCpuSecond: (applied / cpuUs) * 1_000_000,
  coldEventsPerCpuSecond,
  hotBytesMost: Math.max(...hot),
  idleBytesMost: Math.max(...idle),
  memory,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
