import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { THREATS } from '@hrd-shield/contracts';
import { measureSpecOf } from '@hrd-shield/domain/protection';
import { describe, expect, it } from 'vitest';
import {
  loadMeasureCatalogue,
  loadProtectionPolicy,
  withCandidate,
} from './load-protection-policy.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const HOUR_MS = 3_600_000;

/** Loads the rules with one file changed. */
function withChange(file: string, change: (text: string) => string): () => unknown {
  return () => {
    const dir = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      cpSync(RULES, dir, { recursive: true });
      const path = join(dir, file);
      writeFileSync(path, change(readFileSync(path, 'utf8')));
      return loadProtectionPolicy(dir);
    } finally {
      rmSync(dir, { recursive: true });
    }
  };
}

describe('the protection policy', () => {
  it('has a playbook for each threat from D1 to D19', () => {
    const named = THREATS.filter((threat) => threat !== 'off-pattern');
    expect(Object.keys(loadProtectionPolicy().playbooks).sort()).toEqual([...named].sort());
    expect(named).toHaveLength(19);
  });

  it('gives lifetimes in ms and has every measure verified by a probe', () => {
    const policy = loadProtectionPolicy();
    expect(policy.measures['limit-replies']?.lifetimeMs).toBe(24 * HOUR_MS);
    for (const name of Object.keys(policy.measures)) {
      expect(measureSpecOf(policy, name)?.probe).toBe(true);
    }
  });

  it('is small enough to travel with a workflow', () => {
    expect(JSON.stringify(loadProtectionPolicy()).length).toBeLessThan(20_480);
  });

  it('is named by a hash that changes with any byte', () => {
    const changed = withChange('playbooks/pile-on.yaml', (text) => `${text}# more\n`)();
    expect(loadProtectionPolicy().hash).toBe(loadProtectionPolicy().hash);
    expect(changed).not.toMatchObject({ hash: loadProtectionPolicy().hash });
  });

  it('refuses a measure that nobody defined', () => {
    const load = withChange('playbooks/pile-on.yaml', (text) =>
      text.replace('limit-replies', 'lift-replies'),
    );
    expect(load).toThrow('no measure is called lift-replies');
  });

  it('refuses a key that nobody reads', () => {
    expect(withChange('measures.yaml', (text) => `${text}\nmore: 1\n`)).toThrow('more');
  });

  it('refuses an automatic measure of more than low harm', () => {
    const load = withChange('measures.yaml', (text) => text.replace('harm: low', 'harm: high'));
    expect(load).toThrow('an automatic measure is of low harm');
  });

  it('has an undo in plain words for each measure', () => {
    for (const { undo } of loadMeasureCatalogue().measures) expect(undo.length).toBeGreaterThan(9);
  });

  it('carries a candidate in its shadow, under its own hash', () => {
    const live = loadProtectionPolicy();
    const dir = mkdtempSync(join(tmpdir(), 'candidate-'));
    try {
      cpSync(RULES, dir, { recursive: true });
      writeFileSync(
        join(dir, 'measures.yaml'),
        `${readFileSync(join(RULES, 'measures.yaml'), 'utf8')}# new\n`,
      );
      const both = withCandidate(live, dir);
      expect(both.hash).toBe(live.hash);
      expect(both.shadow?.hash).not.toBe(live.hash);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('refuses a playbook that tells the defender nothing', () => {
    const load = withChange('playbooks/pile-on.yaml', (text) =>
      text.replace(', notify-defender', ''),
    );
    expect(load).toThrow('nobody tells the defender at guard');
  });

  it('refuses what only a person may do as a step that nobody is asked about', () => {
    const load = withChange('playbooks/copypasta.yaml', (text) =>
      text.replace('measures: [limit-replies]', 'measures: [restrict-campaign-reach]'),
    );
    expect(load).toThrow('only a person may ask for restrict-campaign-reach');
  });

  it('refuses a task that a person cannot answer with keeping and with lifting', () => {
    const load = withChange('playbooks/flood.yaml', (text) =>
      text.replace('        - { id: reject-and-lift, effect: lift }\n', ''),
    );
    expect(load).toThrow('no option of guard can lift');
  });

  it('refuses a measure that no playbook leads to', () => {
    const load = withChange('playbooks/flood.yaml', (text) =>
      text.replace('measures: [clean-up-bulk]', 'measures: [refer-network]'),
    );
    expect(load).toThrow('no playbook leads to clean-up-bulk');
  });
});

describe('the rota', () => {
  const change = (text: (text: string) => string) => withChange('rota.yaml', text);

  it('refuses a rung that nobody holds at some hour, unless a fallback is declared', () => {
    expect(change((text) => text.replace(', fallback: second-line', ''))).toThrow(
      'nobody holds director at 8:00',
    );
    expect(
      change((text) => text.replace('  - { rung: second-line, desks: [safety] }\n', '')),
    ).toThrow('second-line');
    const closed = (text: string): string =>
      text.replace(
        'seats: 2\n    hours: { from: 0, to: 24 }',
        'seats: 2\n    hours: { from: 9, to: 17 }',
      );
    expect(change(closed)).toThrow('nobody holds second-line');
  });

  it('refuses an option for two people that finds one, unless a fallback is declared', () => {
    const alone = (text: string): string =>
      text.replaceAll(/seats: \d/g, 'seats: 1').replace('fallback: on-call\n', '');
    const single = (text: string): string =>
      alone(text)
        .replace(/ {2}- id: safety[\s\S]*? {2}# On call/, '  # On call')
        .replaceAll('safety', 'first-line');
    expect(change(single)).toThrow('fewer than 2 people can decide');
  });

  it('refuses a desk or rung that it does not name, and weights without room', () => {
    expect(change((text) => text.replace('desks: [safety]', 'desks: [nobody]'))).toThrow(
      'no desk is called nobody',
    );
    const crowded = withChange('playbooks/response.yaml', (text) =>
      text.replace('timeLeft: 3\n', 'timeLeft: 9\n'),
    );
    expect(crowded).toThrow('flood of late minor tasks');
  });
});
