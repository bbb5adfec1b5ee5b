import type { DefenderRef } from '@hrd-shield/contracts';
import type { Manners } from '@hrd-shield/emitter';
import { riskSignal } from '../../harness/risk-signal.ts';
import type { FaultEntry, FaultSuite } from '../suite.ts';
import { gatherCrew } from './crew.ts';
import { type OutcomeTail, tailOutcomes } from './outcome-tail.ts';

/** How a platform misbehaves, and what the shield makes of it. */
interface Misbehaviour {
  readonly name: string;
  readonly manners: Manners;
  /** True once the shield has done what is right. */
  readonly isAnswered: (tail: OutcomeTail, ref: DefenderRef) => boolean;
  /** What must never be recorded. */
  readonly never?: 'measure.verified' | 'measure.failed';
  /** Takes minutes: the answer is waited for as long as the policy says. */
  readonly isLong?: boolean;
}

const isEscalated = (tail: OutcomeTail, ref: DefenderRef): boolean => tail.has(ref, 'task.opened');

const MISBEHAVIOURS: readonly Misbehaviour[] = [
  {
    name: 'slow',
    manners: { slowMs: 1_500 },
    isAnswered: (tail, ref) => tail.has(ref, 'measure.verified'),
    never: 'measure.failed',
  },
  {
    name: 'answers-twice',
    manners: { duplicates: 3 },
    isAnswered: (tail, ref) => tail.has(ref, 'measure.verified'),
    never: 'measure.failed',
  },
  {
    name: 'answers-in-reverse',
    manners: { reversed: true },
    isAnswered: (tail, ref) => tail.has(ref, 'measure.verified'),
    never: 'measure.failed',
  },
  {
    name: 'refuses',
    manners: { refuses: ['apply'] },
    isAnswered: (tail, ref) => tail.has(ref, 'measure.refused') && isEscalated(tail, ref),
    never: 'measure.verified',
  },
  {
    name: 'fails',
    manners: { fails: ['apply'] },
    isAnswered: (tail, ref) => tail.has(ref, 'measure.failed') && isEscalated(tail, ref),
    never: 'measure.verified',
  },
  {
    name: 'lies',
    manners: { lies: ['apply'] },
    isAnswered: (tail, ref) => tail.has(ref, 'measure.failed') && isEscalated(tail, ref),
    never: 'measure.verified',
  },
  {
    name: 'says-nothing',
    manners: { silent: true },
    isAnswered: (tail, ref) => tail.has(ref, 'measure.failed') && isEscalated(tail, ref),
    never: 'measure.verified',
    isLong: true,
  },
];

const ANSWER_MS_MAX = 90_000;
const ANSWER_LONG_MS_MAX = 300_000;
const POLL_MS = 50;

/** A platform that misbehaves in every way there is, one after the other. */
export const mannersSuite: FaultSuite = {
  name: 'manners',
  says: 'a platform that is slow, refuses, fails, lies, repeats itself, or (--long) says nothing',
  run: async (run) => {
    const crew = await gatherCrew(`manners_${run.seed}`, run);
    const tail = await tailOutcomes(crew.stage.at);
    try {
      const wanted = MISBEHAVIOURS.filter(({ isLong }) => run.long || isLong !== true);
      const refs = await crew.stage.designate(wanted.map(({ name }) => name));
      const faults: FaultEntry[] = [];
      for (const [index, { isAnswered, isLong, manners, name, never }] of wanted.entries()) {
        const ref = refs[index] as DefenderRef;
        await crew.stage.stage.platform.manners.change(manners);
        const begunAt = performance.now();
        const maxMs = isLong === true ? ANSWER_LONG_MS_MAX : ANSWER_MS_MAX;
        await crew.stage.append([riskSignal(ref, { name })]);
        while (!isAnswered(tail, ref) && performance.now() - begunAt < maxMs) {
          await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        }
        const isWrong = never !== undefined && tail.has(ref, never);
        const ok = isAnswered(tail, ref) && !isWrong;
        const seen = tail.of(ref).map(({ kind }) => kind);
        const tookMs = Math.round(performance.now() - begunAt);
        run.say(`  ${name}: ${ok ? 'answered' : 'NOT answered'} after ${tookMs} ms`);
        faults.push({
          fault: name,
          step: 'measure',
          seed: run.seed,
          ok,
          recoveryMs: tookMs,
          ...(ok ? {} : { detail: `seen: ${seen.join(' ')}` }),
        });
      }
      return { faults, invariants: [] };
    } finally {
      await tail.stop();
      await crew.stop();
    }
  },
};
