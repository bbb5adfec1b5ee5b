import { expect, it } from 'vitest';
import { pageOf } from './page.ts';
import { spreadOf } from './statistics.ts';

it('a page has every figure beside its name, shapes side by side, and what is missing as missing', () => {
  const page = pageOf(
    {
      ingest: [
        {
          shape: '300 B gzip',
          readers: { 'in <place>': spreadOf([900_000, 1_100_000, 1_000_000]) },
        },
        { shape: '1 KB zstd', ratios: { toJava: spreadOf([1.25]) } },
      ],
      latency: { commandP99Ms: null, lagGrowth: Number.NaN },
      detect: { sizes: [{ events: 5 }, { events: 7 }] },
    },
    { at: new Date(0), loadBefore: 0.25 },
  );
  expect(page).toContain(
    '<tr><th scope="row">shape</th><td>300 B gzip</td><td>1 KB zstd</td></tr>',
  );
  expect(page).toContain('in &lt;place&gt;</th><td>1,000,000 (900,000 to 1,100,000)</td><td></td>');
  expect(page).toContain('ratios: toJava</th><td></td><td>1.25 (1.25 to 1.25)</td>');
  expect(page).toContain('<h2>run: detect: sizes</h2>');
  expect(page).toContain('<tr><th scope="row">events</th><td>5</td><td>7</td></tr>');
  expect(page.match(/not measured/g)).toHaveLength(2);
});
