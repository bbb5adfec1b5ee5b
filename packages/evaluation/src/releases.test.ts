import { describe, expect, it } from 'vitest';
import { type Release, releaseFor, withAlike } from './releases.ts';

const AT = '2026-11-22T00:00:00.000Z';
const ours = { policyHash: 'p2', codeHash: 'c2' };
const first: Release = {
  release: 0,
  seedFirst: 10_000,
  policyHash: 'p1',
  codeHash: 'c1',
  openedAt: AT,
};

describe('a release', () => {
  it('takes the next block of seeds, which nobody saw', () => {
    expect(releaseFor([first], ours, AT)).toEqual({
      kind: 'open',
      isNew: true,
      release: { release: 1, seedFirst: 20_000, ...ours, openedAt: AT },
    });
  });

  it('goes on with its own block when it is run again', () => {
    const own = { ...first, release: 1, seedFirst: 20_000, ...ours };
    expect(releaseFor([first, own], ours, AT)).toMatchObject({ isNew: false, release: own });
    expect(releaseFor([first, own], ours, AT, 1)).toMatchObject({ isNew: false, release: own });
  });

  it('is that of other code, too, which gave all its records again', () => {
    const alike = { codeHash: 'c2', records: 17, checkedAt: AT };
    const same = withAlike([first], first, alike);
    expect(releaseFor(same, { ...ours, policyHash: 'p1' }, AT)).toMatchObject({
      kind: 'open',
      isNew: false,
      release: { release: 0 },
    });
    expect(releaseFor(same, ours, AT)).toMatchObject({ isNew: true, release: { release: 1 } });
  });

  it('is refused a block that another policy or other code has opened', () => {
    expect(releaseFor([first], ours, AT, 0)).toEqual({ kind: 'seen', release: first, free: 1 });
    const changed = { ...ours, policyHash: 'p1' };
    expect(releaseFor([first], changed, AT, 0).kind).toBe('seen');
  });
});
