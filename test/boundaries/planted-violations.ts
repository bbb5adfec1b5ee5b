/** One forbidden import, and the rule that must catch it. */
export interface PlantedViolation {
  readonly rule: string;
  readonly file: string;
  readonly source: string;
}

/** Files that planted imports point at, so that they resolve. */
export const PLANTED_GROUND: Readonly<Record<string, string>> = {
  'packages/contracts/src/index.ts': 'export const contract = 1;\n',
  'packages/domain/src/index.ts': 'export const domain = 1;\n',
  'packages/policy/src/index.ts': 'export const policy = 1;\n',
  'packages/pipeline/src/index.ts': 'export const pipeline = 1;\n',
  'packages/keys/src/index.ts': 'export const keys = 1;\n',
  'packages/keys/src/back.ts': "export * from './a.ts';\n",
  'packages/world/src/index.ts': 'export const world = 1;\n',
  'services/ingest/src/compose.ts': 'export const ingest = 1;\n',
  'services/detect/src/compose.ts': 'export const detect = 1;\n',
  'workflows/src/index.ts': 'export const workflow = 1;\n',
  'infra/local/src/index.ts': 'export const stack = 1;\n',
  'test/bench/lane/main.ts': 'export const lane = 1;\n',
  'test/harness/start.ts': 'export const harness = 1;\n',
};

const plant = (rule: string, file: string, from: string): PlantedViolation => ({
  rule,
  file,
  source: `import * as planted from '${from}';\nexport const kept = planted;\n`,
});

/** Each rule of `.dependency-cruiser.cjs` broken at least once. */
export const PLANTED_VIOLATIONS: readonly PlantedViolation[] = [
  plant('arrows-contracts', 'packages/contracts/src/a.ts', '../../domain/src/index.ts'),
  plant('arrows-domain', 'packages/domain/src/a.ts', '../../pipeline/src/index.ts'),
  plant('arrows-pipeline', 'packages/pipeline/src/a.ts', '../../keys/src/index.ts'),
  plant('arrows-workflows', 'workflows/src/a.ts', '../../packages/keys/src/index.ts'),
  plant('arrows-policy', 'packages/policy/src/a.ts', '../../pipeline/src/index.ts'),
  plant('arrows-emitter', 'packages/emitter/src/a.ts', '../../domain/src/index.ts'),
  plant('adapters-never-sideways', 'packages/kafka/src/a.ts', '../../keys/src/index.ts'),
  plant('services-never-sideways', 'services/ingest/src/a.ts', '../../detect/src/compose.ts'),
  plant(
    'nothing-imports-services',
    'packages/cli/src/a.ts',
    '../../../services/ingest/src/compose.ts',
  ),
  plant('workflows-for-their-hosts', 'services/record/src/a.ts', '../../../workflows/src/index.ts'),
  plant(
    'services-know-no-stage',
    'services/detect/src/b.ts',
    '../../../packages/world/src/index.ts',
  ),
  plant('world-knows-no-detector', 'packages/world/src/a.ts', '../../domain/src/index.ts'),
  plant('product-never-imports-tests', 'infra/local/src/a.ts', '../../../test/harness/start.ts'),
  plant(
    'lane-client-is-not-shipped',
    'packages/kafka/src/b.ts',
    '../../../test/bench/lane/main.ts',
  ),
  plant('ledger-shares-no-code', 'test/faults/ledger/books.ts', '../../harness/start.ts'),
  plant('contracts-few-dependencies', 'packages/contracts/src/b.ts', 'node:fs'),
  plant('domain-is-pure', 'packages/domain/src/b.ts', 'node:crypto'),
  plant('domain-is-pure', 'packages/domain/src/c.ts', 'zod'),
  plant('workflows-are-deterministic', 'workflows/src/b.ts', 'node:timers'),
  plant('contracts-pure-stays-pure', 'packages/contracts/src/pure.ts', 'zod'),
  plant('vendor-kafkajs', 'services/detect/src/c.ts', 'kafkajs'),
  plant('vendor-temporal-client', 'services/respond/src/a.ts', '@temporalio/client'),
  plant('vendor-temporal-workflow', 'packages/temporal/src/a.ts', '@temporalio/workflow'),
  plant('vendor-clickhouse', 'services/record/src/b.ts', '@clickhouse/client'),
  plant('vendor-postgres', 'services/designate/src/a.ts', 'pg'),
  plant('vendor-telemetry-sdk', 'services/ingest/src/b.ts', 'pino'),
  plant('vendor-mail', 'services/respond/src/c.ts', 'nodemailer'),
  plant('vendor-aws-kms', 'packages/keys/src/d.ts', '@aws-sdk/client-kms'),
  plant('vendor-cedar', 'packages/registry/src/d.ts', '@cedar-policy/cedar-wasm'),
  plant('vendor-command-line', 'services/report/src/a.ts', 'commander'),
  plant('no-cycles', 'packages/keys/src/a.ts', './back.ts'),
  plant('no-unresolved', 'packages/runtime/src/a.ts', '@hrd-shield/not-there'),
  plant('no-deep-imports', 'packages/cli/src/b.ts', '../../world/src/index.ts'),
];
