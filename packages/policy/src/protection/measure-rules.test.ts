import { describe, expect, it } from 'vitest';
import { loadMeasureCatalogue } from './load-protection-policy.ts';
import { MeasureRules } from './measure-rules.ts';

const catalogue = loadMeasureCatalogue();
const { measures } = catalogue;
const DETECTORS = Array.from({ length: 19 }, (_, i) => `D${i + 1}`);

/** What is wrong with one entry changed; the raw form gives numbers back their leaves. */
function wrongWith(id: string, change: object): string {
  const found = measures.find((each) => each.id === id);
  const { parameters: _, ...entry } = found ?? {};
  const leaf = (value: unknown) => ({ value, unit: 'u', source: 's', owner: 'o' });
  const limits = Object.fromEntries(
    Object.entries(catalogue.limits).map(([name, value]) => [name, leaf(value)]),
  );
  const parsed = MeasureRules.safeParse({
    version: '1',
    limits,
    measures: [{ ...entry, keepsPath: false, ...change }],
  });
  return parsed.success ? '' : parsed.error.issues.map(({ message }) => message).join('; ');
}

describe('the catalogue of measures', () => {
  it('answers each threat from D1 to D19 by itself and by a person', () => {
    for (const detector of DETECTORS) {
      const answering = measures.filter(({ answers }) => answers.includes(detector));
      const automatic = answering.filter(({ automaticAt }) => automaticAt !== 'never');
      expect([detector, automatic.length > 1]).toEqual([detector, true]);
      expect([detector, automatic.length < answering.length]).toEqual([detector, true]);
    }
  });

  it('lets nothing automatic cost more than low harm, but what answers direct harm', () => {
    const grave = measures.filter(
      ({ automaticAt, harm }) => automaticAt !== 'never' && (harm === 'medium' || harm === 'high'),
    );
    expect(grave.map(({ id }) => id)).toEqual(['hide-post-for-review']);
    expect(wrongWith('limit-replies', { harm: 'high' })).toContain('of low harm');
  });

  it('never sanctions an account without a person', () => {
    for (const id of ['act-on-network', 'remove-clone', 'sanction-reporters', 'remove-post']) {
      expect(measures.find((each) => each.id === id)?.automaticAt).toBe('never');
    }
  });

  it('sends a statement of reasons with whatever touches another account', () => {
    const touching = measures.filter(({ subject }) => subject === 'actors');
    expect(touching.length).toBeGreaterThan(10);
    for (const { statement } of touching) expect(statement).toBeDefined();
    expect(wrongWith('remove-clone', { statement: undefined })).toContain('statement of reasons');
  });

  it('puts hidden items into a folder that is still screened', () => {
    const hiding = measures.filter(({ id }) => id.startsWith('hide-campaign'));
    expect(hiding.map(({ parameters }) => parameters?.folder)).toEqual(['screened']);
  });

  it('locks nobody out: sign-in measures keep a tested way in and ask in the app', () => {
    const ids = ['step-up-login', 'pause-sensitive-changes', 'revoke-new-sessions'];
    for (const id of ids) {
      const found = measures.find((each) => each.id === id);
      expect(found?.keepsPath).toBe(true);
      expect(found?.parameters?.keep).toBe('tested-session-or-delegate');
    }
    const stepUp = measures.find(({ id }) => id === 'step-up-login');
    expect(stepUp?.parameters?.prompt).toBe('in-app');
    expect(wrongWith('step-up-login', { keepsPath: true })).toContain('names the way in');
  });

  it('never weighs a report as nothing', () => {
    const leaf = { value: 0, unit: 'share', source: 's', owner: 'o' };
    expect(wrongWith('discount-reports', { parameters: { weight: leaf } })).toContain('never zero');
  });

  it('asks first before anything goes to an authority or to friends', () => {
    for (const id of ['report-to-authority', 'warn-contacts', 'publish-correction']) {
      expect(measures.find((each) => each.id === id)?.consent).toBe('ask-first');
    }
    const wrong = wrongWith('report-to-authority', { automaticAt: 'guard', harm: 'low' });
    expect(wrong).toContain('asks first cannot be automatic');
  });

  it('bounds what is done to others by campaign and region', () => {
    for (const { subject, quotaPerRegionHour, quotaPerCampaignHour } of measures) {
      expect(quotaPerRegionHour === undefined).toBe(subject !== 'actors');
      expect(quotaPerCampaignHour === undefined).toBe(subject !== 'actors');
    }
  });
});
