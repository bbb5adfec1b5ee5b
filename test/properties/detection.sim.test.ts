import type { TargetingEvent } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyWatermark,
  type DefenderState,
  type DetectedSignal,
  freezeState,
  HOT_BYTES_MAX,
  newDefenderState,
  thawState,
} from '@hrd-shield/domain';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackedLog, DEFENDER, detectionLog } from './detection-log.ts';

const policy = loadDetectionPolicy();

interface Run {
  readonly signals: readonly DetectedSignal[];
  readonly frozen: string;
}

/** Runs a log; `between` may do what must not matter before each event. */
function run(
  log: readonly TargetingEvent[],
  between: (state: DefenderState, next: TargetingEvent, index: number) => DefenderState = (s) => s,
): Run {
  let state = newDefenderState(DEFENDER);
  const signals: DetectedSignal[] = [];
  log.forEach((event, index) => {
    state = between(state, event, index);
    signals.push(...applyEvent(state, event, policy));
  });
  return { signals, frozen: Buffer.from(freezeState(state)).toString('base64') };
}

describe('detection', () => {
  it('raises signals on the log that the other properties stand on', () => {
    expect(run(attackedLog()).signals.map(({ tier }) => tier)).toContain('shield');
  });

  it('gives the same signals for the same log', () => {
    fc.assert(
      fc.property(detectionLog, (log) => {
        expect(run(log)).toEqual(run(log));
      }),
      RUNS,
    );
  });

  it('is changed by no event that comes twice', () => {
    fc.assert(
      fc.property(detectionLog, (log) => {
        const twice = log.flatMap((event) => [event, event]);
        expect(run(twice)).toEqual(run(log));
        expect(run([...log, ...log])).toEqual(run(log));
      }),
      RUNS,
    );
  });

  it('goes on after a crash at any event as if there had been none', () => {
    fc.assert(
      fc.property(detectionLog, fc.nat({ max: 119 }), (log, at) => {
        const crashed = run(log, (state, _, index) =>
          index === at ? thawState(freezeState(state)) : state,
        );
        expect(crashed).toEqual(run(log));
      }),
      RUNS,
    );
    const log = attackedLog();
    const often = run(log, (state) => thawState(freezeState(state)));
    expect(often).toEqual(run(log));
  });

  it('does not depend on how often the watermark comes', () => {
    const logs = fc.oneof(detectionLog, fc.constant(attackedLog()));
    fc.assert(
      fc.property(logs, (log) => {
        const before: DetectedSignal[] = [];
        const marked = run(log, (state, next, index) => {
          const previous = log[index - 1]?.at ?? next.at;
          before.push(...applyWatermark(state, Math.floor((previous + next.at) / 2), policy));
          before.push(...applyWatermark(state, next.at, policy));
          return state;
        });
        const plain = run(log);
        expect(ids([...before, ...marked.signals])).toEqual(ids(plain.signals));
        expect(marked.frozen).toBe(plain.frozen);
      }),
      RUNS,
    );
  });

  it('keeps its state within its bound', () => {
    fc.assert(
      fc.property(detectionLog, (log) => {
        expect(Buffer.from(run(log).frozen, 'base64').length).toBeLessThanOrEqual(HOT_BYTES_MAX);
      }),
      RUNS,
    );
  });
});

const RUNS = { numRuns: 25 };

function ids(signals: readonly DetectedSignal[]): readonly string[] {
  return signals.map(({ id, revision, tier }) => `${id} ${revision} ${tier}`).sort();
}
