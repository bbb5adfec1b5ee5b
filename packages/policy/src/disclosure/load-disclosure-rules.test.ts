import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDisclosurePolicy, readDisclosureRules } from './load-disclosure-rules.ts';

const TEXT = readFileSync(
  fileURLToPath(new URL('../../rules/disclosure.yaml', import.meta.url)),
  'utf8',
);

describe('the rules of disclosure', () => {
  it('show the public ten people of three units, and people inside five', () => {
    const { internal, public: open } = loadDisclosurePolicy().audiences;
    expect(open).toMatchObject({ floor: { people: 10, units: 3 }, roundTo: 5 });
    expect(open.sensitivePairs).toEqual([{ few: 'country', crossed: 'threat', people: 100 }]);
    expect(internal.floor).toEqual({ people: 5, units: 1 });
  });

  it('cannot be written to show the public more than people inside', () => {
    const wide = TEXT.replace('people: { value: 5,', 'people: { value: 12,');
    expect(() => readDisclosureRules(wide)).toThrow(/no smaller group than people inside/);
  });

  it('cannot show anybody a group under five', () => {
    const low = TEXT.replace('people: { value: 5,', 'people: { value: 4,');
    expect(() => readDisclosureRules(low)).toThrow(/internal.floor.people/);
  });

  it('refuse a number without its source', () => {
    const bare = TEXT.replace(/roundTo: \{.*\}/, 'roundTo: 5');
    expect(() => readDisclosureRules(bare)).toThrow(/roundTo/);
  });
});
