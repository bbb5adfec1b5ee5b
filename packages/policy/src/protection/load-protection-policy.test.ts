import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { THREATS } from '@hrd-shield/contracts';
import { measureSpecOf } from '@hrd-shield/domain/protection';
import { describe, expect, it } from 'vitest';
import { loadMeasureCatalogue, loadProtectionPolicy } from './load-protection-policy.ts';

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
