import { type ActorRef, type DefenderRef, deriveId, ShieldError } from '@hrd-shield/contracts';
import {
  type DefenderState,
  freezeState,
  newDefenderState,
  type StatePart,
} from '@hrd-shield/domain';
import { DetectionFold, type Rest } from '@hrd-shield/pipeline';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { beforeEach, describe, expect, it } from 'vitest';
import { SleepingStates } from './sleeping-states.ts';

const DAY_MS = 86_400_000;
/** Where the first part of a frozen state begins. */
const PARTS_AT = 19;
const ada = deriveId('d', 'sleeping', 1) as DefenderRef;
const ben = deriveId('d', 'sleeping', 2) as DefenderRef;
const policy = loadDetectionPolicy();
const quiet: Rest = { isHot: false, lastEventAt: 5, nowMs: 5 };

let opened: DefenderRef[];
let forgotten: (readonly [ActorRef, number])[];
let lost: Set<DefenderRef>;
let anew: StatePart[];
let fault: ShieldError | undefined;
/** What happens while a state is being opened. */
let meanwhile: () => void;
let fold: DetectionFold;
let states: SleepingStates;

beforeEach(() => {
  opened = [];
  forgotten = [];
  lost = new Set();
  anew = [];
  fault = undefined;
  meanwhile = () => undefined;
  states = restart();
});

/** An empty partition, as after a restart of the same process. */
function restart(): SleepingStates {
  fold = new DetectionFold(policy);
  const sealer = {
    open: async (defender: DefenderRef, _purpose: string, sealed: string) => {
      opened.push(defender);
      await Promise.resolve();
      meanwhile();
      if (fault !== undefined) throw fault;
      return Buffer.from(sealed, 'base64url');
    },
  };
  const notices = { forgotten: () => forgotten };
  const onAnew = (part: StatePart) => anew.push(part);
  const deps = { policy, sealer, notices, onLost: () => undefined, onAnew, lost };
  return new SleepingStates(deps, fold);
}

function lay(
  state: DefenderState,
  rest: Rest | undefined,
  { applied, into = states }: { readonly applied: bigint; readonly into?: SleepingStates },
): void {
  const sealed = Buffer.from(Buffer.from(freezeState(state)).toString('base64url'));
  into.lay({ defender: state.defender, applied, rest, sealed });
}

const settle = (): Promise<boolean> => states.settle(async () => undefined);

describe('a saved state', () => {
  it('stays sealed until something happens to its defender, and opens once', async () => {
    lay(newDefenderState(ada), quiet, { applied: 7n });
    lay(newDefenderState(ben), quiet, { applied: 7n });
    expect(await settle()).toBe(true);
    expect(opened).toEqual([]);
    expect(states.size).toBe(2);
    await states.wake(ada);
    await states.wake(ada);
    expect(opened).toEqual([ada]);
    expect([states.size, fold.size]).toEqual([1, 1]);
  });

  it('that came further is not replaced by a late one', () => {
    lay(newDefenderState(ada), quiet, { applied: 9n });
    lay(newDefenderState(ada), quiet, { applied: 7n });
    expect(states.has(ada, 9n)).toBe(true);
    expect(states.has(ada, 10n)).toBe(false);
  });

  it('wakes with any watermark while a campaign is open, else once its memory is over', async () => {
    lay(newDefenderState(ada), { ...quiet, isHot: true }, { applied: 7n });
    lay(newDefenderState(ben), quiet, { applied: 7n });
    await states.wakeAt(6);
    expect(opened).toEqual([ada]);
    await states.wakeAt(5 + policy.time.recurrenceMs);
    expect(opened).toEqual([ada]);
    await states.wakeAt(5 + policy.time.recurrenceMs + DAY_MS);
    expect(opened).toEqual([ada, ben]);
  });

  it('of which an earlier release said nothing beside the seal is opened at once', async () => {
    lay(newDefenderState(ada), undefined, { applied: 7n });
    expect(await settle()).toBe(true);
    expect([states.size, fold.size]).toEqual([0, 1]);
  });

  it('of which another release wrote a part in a version of its own opens without that part', async () => {
    const frozen = Buffer.from(freezeState(newDefenderState(ada)));
    // The last part: its version stands where only it is left.
    let at = PARTS_AT;
    for (let next = at; next < frozen.length; next += 4 + (frozen.readUInt32LE(next) >>> 8))
      at = next;
    frozen[at] = 255;
    const sealed = Buffer.from(frozen.toString('base64url'));
    states.lay({ defender: ada, applied: 7n, rest: quiet, sealed });
    await states.wake(ada);
    expect(anew).toEqual(['pattern']);
    expect([states.size, fold.size, lost.size]).toEqual([0, 1, 0]);
  });

  it('whose key was destroyed is gone, and nothing else is', async () => {
    lay(newDefenderState(ada), quiet, { applied: 7n });
    fault = new ShieldError('seal.unknown-key');
    await states.wake(ada);
    expect([states.size, fold.size, lost.size]).toEqual([0, 0, 0]);
  });

  it('whose key cannot be read now sleeps on', async () => {
    lay(newDefenderState(ada), quiet, { applied: 7n });
    fault = new ShieldError('keys.unavailable');
    await expect(states.wake(ada)).rejects.toThrow(fault);
    expect(states.size).toBe(1);
  });

  it('that does not open has the partition restored once more, all opened, from the whole log', async () => {
    lay(newDefenderState(ada), quiet, { applied: 7n });
    lay(newDefenderState(ben), quiet, { applied: 7n });
    fault = new ShieldError('seal.broken');
    await expect(states.wake(ada)).rejects.toThrow('rebuilt from the log');
    states = restart();
    lay(newDefenderState(ada), quiet, { applied: 7n });
    lay(newDefenderState(ben), quiet, { applied: 7n });
    opened = [];
    expect(await settle()).toBe(false);
    expect(opened).toEqual([ada, ben]);
    expect([states.size, fold.size]).toEqual([0, 0]);
    // What the rebuild saves is looked at once, then taken as any other.
    fault = undefined;
    for (const asleep of [0, 2]) {
      states = restart();
      lay(newDefenderState(ada), quiet, { applied: 9n });
      lay(newDefenderState(ben), quiet, { applied: 9n });
      expect(await settle()).toBe(true);
      expect(states.size).toBe(asleep);
    }
  });

  it('that does not open in one partition is not forgotten for what another one finds', async () => {
    fault = new ShieldError('seal.broken');
    const restore = (): readonly SleepingStates[] =>
      [ada, ben].map((defender) => {
        const partition = restart();
        lay(newDefenderState(defender), quiet, { applied: 7n, into: partition });
        return partition;
      });
    const settleAll = (partitions: readonly SleepingStates[]): Promise<boolean[]> =>
      Promise.all(partitions.map((partition) => partition.settle(async () => undefined)));
    // The group takes all its partitions anew when one of them fails.
    const [first] = restore();
    await expect(first?.wake(ada)).rejects.toThrow('rebuilt from the log');
    const second = restore();
    expect(await settleAll(second)).toEqual([false, true]);
    await expect(second[1]?.wake(ben)).rejects.toThrow('rebuilt from the log');
    expect(await settleAll(restore())).toEqual([false, false]);
  });

  it('that is forgotten while it is being opened stays forgotten', async () => {
    lay(newDefenderState(ada), quiet, { applied: 7n });
    meanwhile = () => states.forget(ada);
    await states.wake(ada);
    expect([states.size, fold.size]).toEqual([0, 0]);
  });

  it('wakes without an actor who was forgotten meanwhile, and is saved anew', async () => {
    const actor = deriveId('a', 'sleeping', 1) as ActorRef;
    const before = new DetectionFold(policy);
    before.applyEvent(
      {
        ref: deriveId('e', 'sleeping', 1),
        defender: ada,
        at: DAY_MS,
        kind: 'replied',
        actor: { ref: actor },
        object: deriveId('o', 'sleeping', 1),
        text: 'good morning',
      } as never,
      7n,
    );
    const [held] = before.takeDirty();
    if (held === undefined) throw new TypeError('the event changed the state');
    lay(held.state, quiet, { applied: 7n });
    forgotten = [[actor, 2 * DAY_MS]];
    await states.wakeSome(1);
    const [woken] = fold.takeDirty();
    expect(woken?.applied).toBe(7n);
    expect(woken?.state.actors.byKey.size).toBe(0);
  });
});
