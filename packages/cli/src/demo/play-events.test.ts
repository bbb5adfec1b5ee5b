import type { KnownEvent } from '@hrd-shield/emitter';
import { describe, expect, it } from 'vitest';
import { createEmissionLog } from './emission-log.ts';
import { playEvents } from './play-events.ts';

const follow = (at: number): KnownEvent => ({
  id: `e${at}`,
  type: 'org.hrdshield.account.followed.v1',
  at,
  key: 'ann',
  data: {},
});

function stage() {
  const sent: string[] = [];
  let wall = 100;
  const log = createEmissionLog();
  const deps = {
    emitter: {
      emitKnown: async (events: readonly KnownEvent[]) => {
        sent.push(...events.map((event) => event.id));
        wall += 1;
      },
    },
    log,
    behind: async () => 0,
    now: () => wall,
  };
  return { sent, deps, log };
}

describe('playEvents', () => {
  it('has sent everything before a cue when it acts, and nothing after it', async () => {
    const { deps, sent } = stage();
    const seen: string[][] = [];
    const cue = { at: 20, act: async () => void seen.push([...sent]) };
    await playEvents([follow(10), follow(19), follow(20), follow(30)], deps, { cues: [cue] });
    expect(seen).toEqual([['e10', 'e19']]);
    expect(sent).toEqual(['e10', 'e19', 'e20', 'e30']);
  });

  it('keeps topics together: no append holds more than ten minutes of event time', async () => {
    const { deps } = stage();
    const events = Array.from({ length: 50 }, (_, i) => follow(i * 100_000));
    const played = await playEvents(events, deps);
    expect(played.emitted).toBe(50);
    expect(played.skewMs).toBe(600_000);
  });

  it('waits while ingest is too far behind', async () => {
    const { deps } = stage();
    const answers = [30, 20, 5];
    const behind = async () => answers.shift() ?? 0;
    const events = Array.from({ length: 4_000 }, (_, i) => follow(i));
    await playEvents(events, { ...deps, behind }, { behindMax: 10 });
    expect(answers).toEqual([]);
  });

  it('knows when an instant of event time was appended', async () => {
    const log = createEmissionLog();
    log.note(10, 1_000);
    log.note(20, 2_000);
    expect([log.appendedAt(5), log.appendedAt(10), log.appendedAt(11), log.appendedAt(21)]).toEqual(
      [1_000, 1_000, 2_000, undefined],
    );
  });
});
