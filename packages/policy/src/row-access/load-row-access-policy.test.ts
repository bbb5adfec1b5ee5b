import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROW_PURPOSES } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { RULES_FOLDER } from '../review/rule-texts.ts';
import { loadRowAccessPolicy } from './load-row-access-policy.ts';

const FILE = 'row-access.yaml';

function loadChanged(from: string, to: string) {
  const text = readFileSync(join(RULES_FOLDER, FILE), 'utf8');
  expect(text).toContain(from);
  const dir = mkdtempSync(join(tmpdir(), 'row-access-'));
  writeFileSync(join(dir, FILE), text.replace(from, to));
  return () => loadRowAccessPolicy(dir);
}

describe('the rules of reading single rows', () => {
  it('give every purpose its legal basis and its columns', () => {
    const policy = loadRowAccessPolicy();
    expect([...policy.purposes.keys()].toSorted()).toEqual([...ROW_PURPOSES].toSorted());
    expect(policy).toMatchObject({ windowMs: 7 * 86_400_000, rowsMax: 500, requestsPerDay: 10 });
    for (const { legalBasis } of policy.purposes.values()) expect(legalBasis).toMatch(/^GDPR Art/);
  });

  it('tell who decides only to whoever looks into an incident, and no reference to a person', () => {
    const { purposes } = loadRowAccessPolicy();
    const showing = (column: string) =>
      [...purposes].filter(([, rule]) => Object.values(rule.columns).flat().includes(column));
    expect(showing('responder').map(([purpose]) => purpose)).toEqual(['look-into-an-incident']);
    expect(showing('defender').map(([purpose]) => purpose)).not.toContain(
      'answer-an-access-request',
    );
    expect(showing('explanation')).toEqual([]);
  });

  it.each([
    ['rowsMax: { value: 500', 'rowsMax: { value: 5000'],
    ['windowDays: { value: 7', 'windowDays: { value: 90'],
    ['[kind, at, threat,', '[kind, at, explanation,'],
    ['id: check-a-figure', 'id: mend-the-record'],
    ['reasonCharsMax: { value: 280', 'reasonCharsMax: { value: 20'],
  ])('are refused beyond what they may say: %s', (from, to) => {
    expect(loadChanged(from, to)).toThrow('row-access.yaml');
  });
});
