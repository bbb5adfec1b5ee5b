import { loadBenchmarks } from '@hrd-shield/policy';
import axe from 'axe-core';
import { JSDOM } from 'jsdom';
import { expect, it } from 'vitest';
import { computeBenchmarks } from './compute-benchmarks.ts';
import { renderPage } from './render-page.ts';

it('the report of the house has nothing that axe finds fault with, its plan included', async () => {
  const asOf = Date.UTC(2027, 3, 1);
  const report = await computeBenchmarks(async () => [], await loadBenchmarks(), {
    asOf,
    synthetic: false,
  });
  const page = await renderPage(report);
  expect(page).toContain('<strong>red</strong>: no figure by its day');
  expect(page).toContain('<strong>amber</strong>: no figure of people on real time yet');
  const { window } = new JSDOM(page, { runScripts: 'outside-only' });
  window.eval(axe.source);
  const run = (window as unknown as { axe: typeof axe }).axe.run;
  // Without a layout colours cannot be seen.
  const options = { rules: { 'color-contrast': { enabled: false } } };
  const { passes, violations } = await run(window.document, options);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(passes.length).toBeGreaterThan(15);
}, 120_000);
