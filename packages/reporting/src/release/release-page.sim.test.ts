import axe from 'axe-core';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { PAGE_STYLE } from '../page/page-style.ts';
import { makeRelease } from './make-release.ts';
import { releasePage } from './release-page.ts';
import { factsOf, ORIGIN } from './spec/small-quarter.ts';
import { REPORT_LANGUAGES, REPORT_WORDS } from './words.ts';

const FACTS = factsOf({ africa: [61, 20], europe: [33, 4] });
const THIRD = {
  ...makeRelease(factsOf({ africa: [4, 2], europe: [0, 0] }), ORIGIN),
  quarter: '2025-Q3',
};
const FOURTH = { ...makeRelease(FACTS, ORIGIN), quarter: '2025-Q4' };
const RELEASE = makeRelease(FACTS, { ...ORIGIN, earlier: [THIRD, FOURTH] });
const BENCHMARK = {
  formulaHash: 'f1',
  definition: {
    id: 'b',
    recommendation: 'R4' as const,
    title: 'B',
    question: 'How many?',
    population: 'All.',
    exclusions: [],
    statistic: 'ratio' as const,
    unit: 'ratio' as const,
    minimumCell: 10,
    owner: 'response',
    sql: '',
    revisions: [{ version: 1, change: 'First.' }],
  },
};
const PAGES = {
  en: await releasePage(RELEASE, [BENCHMARK], 'en'),
  ar: await releasePage(RELEASE, [BENCHMARK], 'ar'),
};
const pageOf = (language: (typeof REPORT_LANGUAGES)[number]) => PAGES[language];

describe.each(REPORT_LANGUAGES)('the public report in %s', (language) => {
  it('has nothing that axe finds fault with', async () => {
    const { window } = new JSDOM(pageOf(language), { runScripts: 'outside-only' });
    window.eval(axe.source);
    const run = (window as unknown as { axe: typeof axe }).axe.run;
    // Without a layout colours cannot be seen; they are computed below.
    const options = { rules: { 'color-contrast': { enabled: false } } };
    const { passes, violations } = await run(window.document, options);
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(passes.length).toBeGreaterThan(15);
  });

  it('has no script and fetches nothing', () => {
    const active = /<script|javascript:|<[^>]*\son\w+="|<link|<img|@import|url\(|<[^>]*\ssrc=/gi;
    expect(pageOf(language).match(active) ?? []).toEqual([]);
  });

  it('says its language and direction', () => {
    const { direction } = REPORT_WORDS[language];
    expect(pageOf(language)).toContain(`<html lang="${language}" dir="${direction}">`);
  });

  it('says how each milestone stands in a word, and why', () => {
    const { states, title } = REPORT_WORDS[language].plan;
    const { document } = new JSDOM(pageOf(language)).window;
    expect(document.querySelector('#plan h2')?.textContent).toBe(title);
    const shown = [...document.querySelectorAll('#plan strong')].map((each) => each.textContent);
    expect(shown).toEqual([states.green, states.amber, states.red, states['not-told']]);
  });

  it('draws each figure over the quarters, with a name, a description and the same as a table', () => {
    const { states, trend } = REPORT_WORDS[language];
    const { document } = new JSDOM(pageOf(language)).window;
    const drawings = [...document.querySelectorAll('figure svg[role="img"]')];
    expect(drawings).toHaveLength(4);
    for (const drawing of drawings) {
      const [title, description] = (drawing.getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '');
      expect(title).toContain(trend.title);
      expect(description).toMatch(/2025-Q3: .*2025-Q4: .*2026-Q1: /);
    }
    const rows = [...document.querySelectorAll('#protected-in-time figure tbody tr')];
    expect(rows.map((row) => row.children[1]?.textContent)).toContain(states.withheld);
    expect(rows.map((row) => row.children[4]?.textContent)).toEqual([
      THIRD.release,
      FOURTH.release,
      RELEASE.release,
    ]);
  });

  it('leads from every figure to a definition, and from definitions to the run', () => {
    const page = pageOf(language);
    const targets = [...page.matchAll(/href="#([\w-]+)"/g)].map((found) => found[1]);
    expect(targets.filter((target) => !page.includes(`id="${target}"`))).toEqual([]);
    expect(page).toContain(RELEASE.run);
    expect(page).toContain('sha256:f1');
  });
});

describe('languages of the report', () => {
  it('say the same things', () => {
    const keys = (of: object): readonly string[] =>
      Object.entries(of).flatMap(([key, value]) =>
        typeof value === 'object' && !Array.isArray(value)
          ? [key, ...keys(value as object).map((each) => `${key}.${each}`)]
          : [key],
      );
    expect(keys(REPORT_WORDS.ar)).toEqual(keys(REPORT_WORDS.en));
    expect(REPORT_WORDS.ar.notes).toHaveLength(REPORT_WORDS.en.notes.length);
  });
});

describe('colours of the pages', () => {
  const themes = [...PAGE_STYLE.matchAll(/:root \{[^}]*--paper[^}]*\}/g)].map(([block]) =>
    Object.fromEntries([...block.matchAll(/--([a-z]+): (#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]])),
  );

  it('are told apart by anybody: 4.5 to 1 for every text, light and dark', () => {
    expect(themes.length).toBeGreaterThanOrEqual(2);
    for (const theme of themes) {
      for (const ground of ['paper', 'card', 'note']) {
        for (const ink of ['ink', 'quiet', 'met', 'missed']) {
          const ratio = contrast(theme[ink] ?? '', theme[ground] ?? '');
          expect(ratio, `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });
});

/** @source WCAG 2.2, relative luminance and contrast ratio */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.212_6 * r + 0.715_2 * g + 0.072_2 * b;
}
