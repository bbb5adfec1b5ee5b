import { expect, test } from 'vitest';
import { VerdictTrustText, verdictTrustOf } from './verdict-trust.ts';

const read = (text: string | undefined) =>
  verdictTrustOf({ verdictTrust: VerdictTrustText.parse(text) });

test('systems that are named are trusted as far as the setting says, the others by the rules', () => {
  expect(read('osprey=0.8, hma=1')).toEqual({ osprey: 0.8, hma: 1 });
  expect(read(undefined)).toEqual({});
});

test.each(['osprey', 'osprey=2', 'osprey=-1', 'somebody=0.5', 'osprey=0.8;hma=1'])(
  '%s is no setting',
  (text) => {
    expect(VerdictTrustText.safeParse(text).success).toBe(false);
  },
);
