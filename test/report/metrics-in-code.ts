import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const TALLIED = ['consumed', 'landed', 'dropped', 'dead_letters'];

/** Every metric that a service makes, from the code that makes it. */
export function metricsInCode(): ReadonlySet<string> {
  const texts = [...sources('services'), ...sources('packages/runtime')];
  const named = texts.flatMap((text) =>
    [...text.matchAll(/\.(?:counter|gauge|histogram)\(\s*'(shield_\w+)'/g)].map(
      (found) => found[1],
    ),
  );
  const tallied = texts
    .flatMap((text) => [...text.matchAll(/createTallyMeter\(meter, '(\w+)'\)/g)])
    .flatMap((found) => TALLIED.map((what) => `shield_${found[1]}_${what}_total`));
  const direct = texts.flatMap((text) =>
    [...text.matchAll(/'(shield_ingest_\w+)'/g)].map((m) => m[1]),
  );
  return new Set([...named, ...tallied, ...direct].filter((name) => name !== undefined));
}

/** The metrics that an expression of Prometheus asks for. */
export function metricsAsked(expr: string): readonly string[] {
  return [...expr.matchAll(/shield_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /src\/.*\.ts$/.test(file) && !/node_modules|\.test\.ts$/.test(file))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'));
}
