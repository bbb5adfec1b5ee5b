import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { metricsAsked, metricsInCode } from './metrics-in-code.ts';

const ROOT = join(import.meta.dirname, '../..');
const RULES = join(ROOT, 'infra/alerts/hrd-shield.rules.yaml');

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

const ALERTS = (
  parse(readFileSync(RULES, 'utf8')) as {
    readonly groups: readonly { readonly rules: readonly Alert[] }[];
  }
).groups.flatMap(({ rules }) => rules);

describe('alert rules', () => {
  it.each(ALERTS)('$alert asks for metrics that the code makes', ({ expr }) => {
    const known = metricsInCode();
    const asked = metricsAsked(expr);
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect(known.has(name), name).toBe(true);
  });

  it.each(ALERTS)(
    '$alert has a runbook that says what to look at and what to do',
    ({ annotations }) => {
      const path = join(ROOT, annotations.runbook_url);
      expect(existsSync(path), annotations.runbook_url).toBe(true);
      const text = readFileSync(path, 'utf8');
      for (const part of ['What it means', 'Who is at risk', 'Look', 'Do', 'Over when']) {
        expect(text).toContain(`**${part}.**`);
      }
    },
  );

  it('have a name each, and every runbook has an alert', () => {
    const names = ALERTS.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const used = new Set(ALERTS.map(({ annotations }) => annotations.runbook_url));
    const unused = readdirSync(join(ROOT, 'docs/runbooks')).filter(
      (file) => !used.has(`docs/runbooks/${file}`),
    );
    expect(unused).toEqual([]);
  });
});
