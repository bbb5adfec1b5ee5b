import { expect, test } from 'vitest';
import { quoteName, quoteText, refusalOf } from './engine-text.ts';

test('text and names cannot leave their quotes', () => {
  expect(quoteText("a' OR 1 \\")).toBe("'a\\' OR 1 \\\\'");
  expect(quoteName('a`; DROP')).toBe('`a\\`; DROP`');
});

test("a refusal keeps ClickHouse's number and words", () => {
  const text = 'Code: 60. DB::Exception: Table t does not exist. (UNKNOWN_TABLE)';
  expect(refusalOf(new TypeError(text))).toEqual({ code: 60, text });
});

test('a fault without a number gets the one for unknown faults', () => {
  expect(refusalOf('engine gone')).toEqual({
    code: 1002,
    text: 'Code: 1002. DB::Exception: engine gone (UNKNOWN_EXCEPTION)',
  });
});
