import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Outcome } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { loadAttributePolicy, readAttributeRules } from './load-attribute-rules.ts';

const TEXT = readFileSync(
  fileURLToPath(new URL('../../rules/attributes.yaml', import.meta.url)),
  'utf8',
);

describe('the rules of attributes', () => {
  it('place each of 249 countries in one region that an outcome may carry', () => {
    const { people, regions } = loadAttributePolicy();
    expect(people).toBe(10);
    expect(regions.size).toBe(249);
    expect(regions.get('SN')).toEqual({ fine: 'western-africa', coarse: 'africa' });
    expect(regions.get('NO')).toEqual({ fine: 'northern-europe', coarse: 'europe' });
    for (const { coarse, fine } of regions.values()) {
      expect(Outcome.shape.region.safeParse(fine).success).toBe(true);
      expect(Outcome.shape.region.safeParse(coarse).success).toBe(true);
    }
  });

  it('cannot tell of fewer than five', () => {
    const low = TEXT.replace('people: { value: 10,', 'people: { value: 4,');
    expect(() => readAttributeRules(low)).toThrow(/people/);
  });

  it('refuse a country in two regions', () => {
    expect(() => readAttributeRules(TEXT.replace('[BI,', '[SN, BI,'))).toThrow(/one region/);
  });
});
