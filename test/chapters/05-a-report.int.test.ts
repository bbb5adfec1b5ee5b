import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBenchmarks } from '@hrd-shield/policy';
import { computeBenchmarks, reportJson } from '@hrd-shield/reporting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TownUnderAttack, townUnderAttack } from '../harness/town-under-attack.ts';

/** From facts to figures: each number has a definition that anybody can run again. */
describe('Chapter 5: a report', () => {
  let scene: TownUnderAttack;

  beforeAll(async () => {
    scene = await townUnderAttack({ purpose: 'report' });
    await scene.pipeline.start('report');
  });
  afterAll(() => scene?.pipeline.stop());

  const read = (name: string) => readFileSync(join(scene.pipeline.at.reportDir, name), 'utf8');

  it('answers every benchmark that is defined', async () => {
    const defined = (await loadBenchmarks()).map((one) => one.definition.id).sort();
    const text = read('report.json');
    for (const id of defined) expect(text).toContain(`"${id}"`);
    expect(defined).toHaveLength(57);
  });

  it('can be computed again to the digit by whoever has the facts', async () => {
    const published = JSON.parse(read('report.json')) as { readonly asOf: string };
    const again = await computeBenchmarks(
      (sql, params) =>
        scene.pipeline.store.query({ sql, params, parse: (row) => row as Record<string, unknown> }),
      await loadBenchmarks(),
      { asOf: Date.parse(published.asOf), synthetic: true },
    );
    expect(JSON.parse(JSON.stringify(reportJson(again)))).toEqual(published);
  });

  it('is one page that asks nobody for anything', () => {
    const page = read('report.html');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/<script|<link[^>]+href=|src="?https?:|@import|url\(\s*['"]?https?:/i);
  });

  it('carries nobody: neither accounts nor pseudonyms', () => {
    for (const text of [read('report.html'), read('report.json')]) {
      expect(text).not.toContain(scene.target);
      expect(text).not.toContain(scene.pipeline.ref(scene.target));
    }
  });
});
