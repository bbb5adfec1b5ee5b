import type { ProtectionCommand } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import type { OpenedCommand } from './platform-actions.ts';
import { createReferencePlatform } from './reference-platform.ts';

const NOW = 1_000_000;

function opened(instance: string, account: string): OpenedCommand {
  const command = { instance, measure: 'limit-replies', expiresAt: NOW + 60_000 };
  return { account, actors: [], command: command as ProtectionCommand };
}

describe('the reference platform', () => {
  it('remembers what it put into effect and forgets the oldest beyond the bound', async () => {
    const platform = createReferencePlatform({ now: () => NOW });
    for (let number = 0; number <= 100_000; number += 1) {
      const measure = opened('m_one', `a${number}`);
      await platform.apply(measure);
      await platform.lift(measure);
    }
    expect(platform.active().size).toBe(0);
    expect(platform.applied()).toHaveLength(100_000);
    expect(platform.applied().at(0)?.account).toBe('a1');
    expect(platform.applied().at(-1)?.account).toBe('a100000');
    expect(platform.deeds()).toHaveLength(200_000);
  });

  it('takes no measure beyond its bound, and still renews those it has', async () => {
    const platform = createReferencePlatform({ now: () => NOW });
    for (let number = 0; number < 100_000; number += 1) {
      await platform.apply(opened(`m_${number}`, 'a'));
    }
    expect(await platform.apply(opened('m_more', 'a'))).toEqual({
      ok: false,
      status: 'failed',
      reason: 'too many',
    });
    expect(await platform.apply(opened('m_7', 'a'))).toEqual({ ok: true });
    expect(platform.applied()).toHaveLength(100_000);
  });
});
