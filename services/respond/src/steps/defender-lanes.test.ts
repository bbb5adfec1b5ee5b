import { type CampaignId, type DefenderRef, deriveId, type Tier } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { createDefenderLanes } from './defender-lanes.ts';

const one = deriveId('d', 'one') as DefenderRef;
const two = deriveId('d', 'two') as DefenderRef;

const campaign = deriveId('c', 'one') as CampaignId;
/** The tier is the first word of an item; what has none never rises. */
const tierOf = (item: string): { campaign: CampaignId; tier: Tier } => ({
  campaign,
  tier: (['watch', 'guard', 'shield'] as const).find((tier) => item.startsWith(tier)) ?? 'none',
});

/** Lanes on a clock that moves only when told. */
function lanesOnAClock() {
  let now = 0;
  let timers: { readonly at: number; readonly fire: () => void }[] = [];
  const delivered: { readonly at: number; readonly items: readonly string[] }[] = [];
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
  };
  const lanes = createDefenderLanes<string>(
    {
      deliver: async (_, load) => {
        const items = load.take();
        if (items.includes('bad')) throw new RangeError('refused');
        delivered.push({ at: now, items });
      },
      isUrgent: (item) => item.startsWith('dox'),
      tierOf,
      now: () => now,
      wait: (ms) => new Promise((fire) => void timers.push({ at: now + ms, fire })),
    },
    { intervalMs: 1_000, maxItems: 3 },
  );
  const passTo = async (at: number): Promise<void> => {
    now = at;
    for (const timer of timers.filter((each) => each.at <= now)) timer.fire();
    timers = timers.filter((each) => each.at > now);
    await settle();
  };
  return { lanes, delivered, passTo, settle };
}

describe('the lane of a defender', () => {
  it('hands the first signal on at once and what follows together after a second', async () => {
    const { lanes, delivered, passTo, settle } = lanesOnAClock();
    void lanes.submit(one, 'a');
    await settle();
    void lanes.submit(one, 'b');
    void lanes.submit(one, 'c');
    await passTo(999);
    expect(delivered).toEqual([{ at: 0, items: ['a'] }]);
    await passTo(1_000);
    expect(delivered[1]).toEqual({ at: 1_000, items: ['b', 'c'] });
  });

  it('never lets direct harm wait, nor go together with others', async () => {
    const { lanes, delivered, settle } = lanesOnAClock();
    void lanes.submit(one, 'a');
    await settle();
    void lanes.submit(one, 'b');
    await settle();
    void lanes.submit(one, 'dox');
    await settle();
    expect(delivered[1]).toEqual({ at: 0, items: ['dox'] });
  });

  it('given a watch handed on, when a guard follows within the second, then it goes at once', async () => {
    const { lanes, delivered, settle } = lanesOnAClock();
    void lanes.submit(one, 'watch');
    await settle();
    void lanes.submit(one, 'watch again');
    void lanes.submit(one, 'guard');
    await settle();
    expect(delivered).toEqual([
      { at: 0, items: ['watch'] },
      { at: 0, items: ['guard'] },
    ]);
  });

  it('given a guard handed on, when more of it follows, then it waits and goes together', async () => {
    const { lanes, delivered, passTo, settle } = lanesOnAClock();
    void lanes.submit(one, 'guard');
    await settle();
    for (const item of ['guard two', 'guard three', 'watch late']) void lanes.submit(one, item);
    await passTo(1_000);
    expect(delivered.slice(1)).toEqual([
      { at: 1_000, items: ['guard two', 'guard three', 'watch late'] },
    ]);
  });

  it('given a watch that nobody has taken, when a guard comes, then both go in one', async () => {
    const { lanes, delivered, settle } = lanesOnAClock();
    void lanes.submit(one, 'watch');
    void lanes.submit(one, 'guard');
    await settle();
    expect(delivered).toEqual([{ at: 0, items: ['watch', 'guard'] }]);
  });

  it('given a first delivery that is full, when a guard comes, then it goes beside it', async () => {
    const { lanes, delivered, settle } = lanesOnAClock();
    for (const item of ['watch', 'watch two', 'watch three', 'guard']) void lanes.submit(one, item);
    await settle();
    expect(delivered.map(({ items }) => items)).toEqual([
      ['guard'],
      ['watch', 'watch two', 'watch three'],
    ]);
  });

  it('given a quiet while, when the same tier begins again, then a rise above it goes at once', async () => {
    const { lanes, delivered, passTo, settle } = lanesOnAClock();
    void lanes.submit(one, 'guard');
    await settle();
    await passTo(20_000);
    void lanes.submit(one, 'watch');
    await settle();
    void lanes.submit(one, 'guard');
    await settle();
    expect(delivered.slice(1)).toEqual([
      { at: 20_000, items: ['watch'] },
      { at: 20_000, items: ['guard'] },
    ]);
  });

  it('lets direct harm pass a delivery that is under way, and a withdrawal wait for both', async () => {
    const done: string[] = [];
    let end = (): void => undefined;
    const lanes = createDefenderLanes<string>(
      {
        deliver: (_, load) =>
          load.take().includes('dox')
            ? Promise.resolve(void done.push('dox'))
            : new Promise((resolve) => {
                end = () => resolve(void done.push('slow'));
              }),
        isUrgent: (item) => item === 'dox',
        now: () => 0,
        wait: () => Promise.resolve(),
      },
      { intervalMs: 0, maxItems: 3 },
    );
    void lanes.submit(one, 'slow');
    await Promise.resolve();
    await Promise.resolve();
    void lanes.submit(one, 'dox');
    const withdrawn = lanes.run(one, async () => void done.push('withdrawn'));
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
    expect(done).toEqual(['dox']);
    end();
    await withdrawn;
    expect(done).toEqual(['dox', 'slow', 'withdrawn']);
  });

  it('lets no defender wait for another', async () => {
    const { lanes, delivered, settle } = lanesOnAClock();
    void lanes.submit(one, 'a');
    void lanes.submit(two, 'x');
    await settle();
    expect(delivered.map(({ items }) => items)).toEqual([['a'], ['x']]);
  });

  it('tells what begins from what goes on', async () => {
    const turns: string[] = [];
    let now = 0;
    const lanes = createDefenderLanes<string>(
      {
        deliver: async (_, __, turn) => void turns.push(turn),
        isUrgent: () => false,
        now: () => now,
        wait: async (ms) => {
          now += ms;
        },
      },
      { intervalMs: 1_000, maxItems: 3 },
    );
    await lanes.submit(one, 'a');
    await lanes.submit(one, 'b');
    now += 10_000;
    await lanes.submit(one, 'c');
    expect(turns).toEqual(['first', 'next', 'first']);
  });

  it('hands on every item, in bounded parts', async () => {
    const { lanes, delivered, passTo } = lanesOnAClock();
    const all = ['a', 'b', 'c', 'd'].map((item) => lanes.submit(one, item));
    await passTo(1_000);
    await passTo(2_000);
    await Promise.all(all);
    expect(delivered.map(({ items }) => items)).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('tells who submitted when it was not taken, and goes on', async () => {
    const { lanes, delivered, passTo } = lanesOnAClock();
    const refused = lanes.submit(one, 'bad').catch((fault: unknown) => fault);
    await passTo(0);
    expect(await refused).toBeInstanceOf(RangeError);
    void lanes.submit(one, 'a');
    await passTo(1_000);
    await passTo(2_000);
    expect(delivered).toHaveLength(1);
  });

  it('lets what comes before a delivery is under way go with it', async () => {
    const taken: (readonly string[])[] = [];
    let enter = (): void => undefined;
    const lanes = createDefenderLanes<string>(
      {
        deliver: async (_, load) => {
          await new Promise<void>((go) => {
            enter = go;
          });
          taken.push(load.take());
        },
        isUrgent: () => false,
        now: () => 0,
        wait: async () => undefined,
      },
      { intervalMs: 0, maxItems: 9 },
    );
    const all = [lanes.submit(one, 'a')];
    for (let i = 0; i < 5; i += 1) await Promise.resolve();
    all.push(lanes.submit(one, 'b'));
    enter();
    await Promise.all(all);
    expect(taken).toEqual([['a', 'b']]);
  });

  it('keeps a delivery below its weight, and hands a heavy item on alone', async () => {
    const taken: (readonly string[])[] = [];
    const lanes = createDefenderLanes<string>(
      {
        deliver: async (_, load) => void taken.push(load.take()),
        isUrgent: () => false,
        weightOf: (item) => item.length,
        now: () => 0,
        wait: async () => undefined,
      },
      { intervalMs: 0, maxItems: 9, maxWeight: 4 },
    );
    await Promise.all(['aa', 'bb', 'cccccc', 'd'].map((item) => lanes.submit(one, item)));
    expect(taken).toEqual([['aa', 'bb'], ['cccccc'], ['d']]);
  });
});
