import { describe, expect, it } from 'vitest';
import { createParallelGate, type GateRank } from './parallel-gate.ts';

/** A gate with one place, and work that ends when told. */
function oneAtATime(places = 1) {
  const gate = createParallelGate(places);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const enter = (rank: GateRank, name: string, size = 1): void => {
    void gate.run(
      rank,
      () => {
        begun.push(name);
        return new Promise<void>((end) => void ends.push(end));
      },
      () => size,
    );
  };
  const endOne = async (): Promise<void> => {
    ends.shift()?.();
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
  };
  return { begun, enter, endOne };
}

describe('the gate before the workflow server', () => {
  it('lets signals pass answers that came before them', async () => {
    const { begun, endOne, enter } = oneAtATime();
    enter('answer', 'first');
    enter('answer', 'answer');
    enter('signal', 'signal');
    await endOne();
    expect(begun).toEqual(['first', 'signal']);
  });

  it('serves whom it begins for before more of a storm on others', async () => {
    const { begun, endOne, enter } = oneAtATime();
    enter('signal', 'storm');
    enter('signal', 'more of the storm');
    enter('first', 'somebody else');
    await endOne();
    expect(begun).toEqual(['storm', 'somebody else']);
  });

  it('keeps places that only direct harm may take', () => {
    const { begun, enter } = oneAtATime();
    enter('signal', 'signal');
    enter('signal', 'late');
    enter('urgent', 'dox');
    expect(begun).toEqual(['signal', 'dox']);
  });

  it('lets answers through in a storm of signals', async () => {
    const { begun, endOne, enter } = oneAtATime();
    for (let i = 0; i < 9; i += 1) enter('signal', `signal ${i}`);
    enter('answer', 'answer');
    for (let i = 0; i < 5; i += 1) await endOne();
    expect(begun).toContain('answer');
  });

  it('does not let whoever has one signal stand in line with a storm', async () => {
    const { begun, endOne, enter } = oneAtATime();
    for (let i = 0; i < 9; i += 1) enter('first', `stormed ${i}`, 100);
    enter('first', 'beside', 1);
    await endOne();
    await endOne();
    expect(begun).toContain('beside');
  });

  it('lets the stormed in as well while others keep coming', async () => {
    const { begun, endOne, enter } = oneAtATime();
    enter('first', 'now');
    enter('first', 'stormed', 100);
    for (let i = 0; i < 9; i += 1) enter('first', `beside ${i}`, 1);
    await endOne();
    await endOne();
    expect(begun).toContain('stormed');
  });

  it('keeps places for whom it begins', () => {
    const { begun, enter } = oneAtATime(4);
    for (let i = 0; i < 4; i += 1) enter('signal', `storm ${i}`);
    enter('first', 'somebody');
    enter('first', 'somebody else');
    expect(begun).toEqual(['storm 0', 'storm 1', 'somebody', 'somebody else']);
  });
});
