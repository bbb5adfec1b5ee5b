import { expect, test } from 'vitest';
import { linkTarget } from './domains.ts';
import { editDistance, hammingDistance } from './edit-distance.ts';
import { personalItems } from './personal-items.ts';

const NO_CUES = { street: false, plate: false };

test.each([
  ['phone', '+49 151 2345 6789'],
  ['phone', '(030) 123-4567 89'],
  ['phone', '+4\u200b9 151 2345 6789'],
  ['phone', '+٤٩ ١٥١ ٢٣٤٥ ٦٧٨٩'],
  ['email', 'jane.doe@mail.example.org'],
  ['coordinates', '48.85661, 2.35222'],
  ['national-id', '12345678Z'],
  ['national-id', '11010519491231002X'],
  ['national-id', '529.982.247-25'],
  ['bank', 'GB82 WEST 1234 5698 7654 32'],
  ['bank', '4111 1111 1111 1111'],
  ['ip', '93.184.216.34'],
])('a %s is read from %s', (type, text) => {
  expect(personalItems(`see ${text} ok`, NO_CUES).map((item) => item.type)).toEqual([type]);
});

test.each([
  ['a wrong checksum', '12345678A'],
  ['a wrong bank number', 'GB82 WEST 1234 5698 7654 33'],
  ['a date', '2024-01-15 09:30'],
  ['a free-call number', '0800 123 4567'],
  ['a count', 'about 1250000 people'],
  ['an office mailbox', 'press@example.org'],
  ['a local address of a network', '192.168.1.10'],
])('%s is no item', (_, text) => {
  expect(personalItems(text, NO_CUES)).toEqual([]);
});

test.each(['1', '1 ', '+', 'a@', 'a.', '48.8566,', 'GB82 ', '1.1.', 'A1', '\u200b1'])(
  'a megabyte of %j is read in linear time',
  (unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    const items = personalItems(text, { street: true, plate: true });
    expect(items.length).toBeLessThanOrEqual(16);
  },
  5_000,
);

test.each([
  ['https://a.b.example.co.uk/x', 'example.co.uk'],
  ['http://user@example.org:8080/', 'example.org'],
  ['example.com', 'example.com'],
])('the registrable part of %s is %s', (link, domain) => {
  expect(linkTarget(link)?.domain).toBe(domain);
});

test('a swap, an insertion and a change each count one', () => {
  expect(editDistance('kovac', 'kvoac', 2)).toBe(1);
  expect(editDistance('kovac', 'kovacs', 2)).toBe(1);
  expect(editDistance('kovac', 'novak', 2)).toBe(2);
  expect(editDistance('kovac', 'garden', 2)).toBe(3);
});

test('pictures differ by the bits of their hashes; a missing one is like none', () => {
  expect(hammingDistance('ff00000000000000', 'fe00000000000001')).toBe(2);
  expect(hammingDistance('', 'fe00000000000001')).toBe(64);
});
