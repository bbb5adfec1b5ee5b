import { expect, test } from 'vitest';
import { startChain } from './chain.ts';
import { deadLetter, drop, ok } from './step-result.ts';
import { createTallyMeter, Tally } from './tally.ts';

test('a record that is not accounted for stops the process', () => {
  const tally = new Tally();
  tally.consumed = 3;
  tally.count(ok('landed'));
  tally.drop('not-a-defender');
  expect(() => tally.assertClosed()).toThrow('consumed 3, accounted for 2');
  tally.count(deadLetter('decode', 'event.not-json', 'it does not parse'));
  expect(() => tally.assertClosed()).not.toThrow();
});

test('counters show each reason and each code', () => {
  const shown: string[] = [];
  const report = createTallyMeter(
    {
      counter: (name) => ({
        add: (count, labels = {}) =>
          void shown.push([name, count, ...Object.values(labels)].join(' ')),
      }),
    },
    'ingest',
  );
  const tally = new Tally();
  tally.consumed = 4;
  tally.drop('not-a-defender', 2);
  tally.count(drop('outside-consent'));
  tally.count(deadLetter('decode', 'event.not-json', 'it does not parse'));
  report(tally);
  expect(shown).toEqual([
    'shield_ingest_consumed_total 4',
    'shield_ingest_dropped_total 2 not-a-defender',
    'shield_ingest_dropped_total 1 outside-consent',
    'shield_ingest_dead_letters_total 1 event.not-json',
  ]);
});

test('a chain ends at the first step that does not let pass', async () => {
  const seen: string[] = [];
  const chain = startChain((text: string) => ok(text.length))
    .next((length) => (length > 3 ? drop('duplicate') : ok(length)))
    .next((length) => {
      seen.push(String(length));
      return ok(length * 2);
    });
  expect(await chain.run('abc')).toEqual({ kind: 'ok', value: 6 });
  expect(await chain.run('abcd')).toEqual({ kind: 'drop', reason: 'duplicate' });
  expect(seen).toEqual(['3']);
});
