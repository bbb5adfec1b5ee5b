import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadContextPacks } from './load-context-packs.ts';
import { loadDetectionPolicy } from './load-detection-policy.ts';

test('the reviewed rules parse to values with a hash', () => {
  const policy = loadDetectionPolicy();
  expect(policy.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(policy.fusion.prior).toBe(-6.2);
  expect(policy.fusion.tiers.guard).toEqual({ enter: 0.75, exit: 0.6 });
});

test('there are context packs for the languages promised, canonical and not overlapping', () => {
  const packs = loadContextPacks();
  const languages = packs.map((pack) => pack.language);
  for (const language of ['en', 'es', 'ru', 'ar', 'hi', 'de', 'pt', 'fr']) {
    expect(languages).toContain(language);
  }
  for (const { hostile, supportive } of packs) {
    expect([...hostile.words].filter((word) => supportive.words.has(word))).toEqual([]);
    expect([...hostile.words, ...hostile.prefixes].every((word) => word.length > 0)).toBe(true);
  }
});

test('a rule without a source is refused with the field named', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'rules-')), 'bad.yaml');
  writeFileSync(path, "version: '1'\nfusion: { prior: { value: 1, unit: x, owner: y } }\n");
  expect(() => loadDetectionPolicy(path)).toThrow(/fusion\.prior\.source|source/);
});
