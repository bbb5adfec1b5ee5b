/**
 * Who may know whom. Arrows point one way:
 * services -> adapters -> pipeline (ports) -> domain -> contracts; nothing points back or sideways.
 * Each vendor's client is imported in one room, so that it can be replaced by one folder.
 * The list of known violations is empty and stays so.
 */

// Without this parser the tool reads no file, finds no violation and ends well.
require.resolve('@swc/core');

const ADAPTERS =
  'kafka|temporal|clickhouse|postgres|keys|kms-aws|runtime|notify|authorisation|intake';
const TEST_FILE = '\\.test\\.ts$';

/** Rooms that may import a vendor's package; tests across rooms and the stack's builder may too. */
function oneRoom(vendor, packages, room) {
  return {
    name: `vendor-${vendor}`,
    comment: `${vendor} is known to ${room} alone`,
    severity: 'error',
    from: { path: '^(packages|services|workflows)/', pathNot: [`^${room}/`] },
    to: { path: `node_modules/(${packages})/` },
  };
}

/** A room that may import these rooms of ours and no other. */
function onlyRooms(room, allowed) {
  return {
    name: `arrows-${room.replace(/^.*\//, '')}`,
    comment: `${room} knows only ${allowed.join(', ') || 'itself'}`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: {
      path: '^(packages|services|workflows|infra)/',
      pathNot: [`^${room}/`, ...allowed.map((other) => `^${other}/`)],
    },
  };
}

const CONTRACTS = 'packages/contracts';
const DOMAIN = 'packages/domain';
const PIPELINE = 'packages/pipeline';

module.exports = {
  forbidden: [
    onlyRooms(CONTRACTS, []),
    onlyRooms(DOMAIN, [CONTRACTS]),
    onlyRooms(PIPELINE, [CONTRACTS, DOMAIN]),
    onlyRooms('workflows', [CONTRACTS, DOMAIN]),
    onlyRooms('packages/policy', [CONTRACTS, DOMAIN]),
    onlyRooms('packages/emitter', [
      CONTRACTS,
      PIPELINE,
      'packages/kafka',
      'packages/keys',
      'packages/runtime',
    ]),
    {
      name: 'adapters-never-sideways',
      comment: 'an adapter knows the ports and what lies under them, never another adapter',
      severity: 'error',
      from: { path: `^packages/(${ADAPTERS})/` },
      to: {
        path: '^(packages|services|workflows|infra)/',
        pathNot: ['^packages/$1/', `^${CONTRACTS}/`, `^${DOMAIN}/`, `^${PIPELINE}/`],
      },
    },
    {
      name: 'services-never-sideways',
      comment: 'services meet in topics, never in code',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'nothing-imports-services',
      comment: 'packages and workflows are below the services; the command line starts processes',
      severity: 'error',
      from: { path: '^(packages|workflows|infra)/' },
      to: { path: '^services/' },
    },
    {
      name: 'workflows-for-their-hosts',
      comment: 'only respond, designate and report host workflows',
      severity: 'error',
      from: {
        path: '^(packages|services|infra)/',
        pathNot: '^services/(respond|designate|report)/',
      },
      to: { path: '^workflows/' },
    },
    {
      name: 'services-know-no-stage',
      comment: 'a service knows neither the simulated world, nor the command line, nor the stack',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^(packages/(world|cli)|infra)/' },
    },
    {
      name: 'world-knows-no-detector',
      comment: 'what generates traffic must not read what detects it',
      severity: 'error',
      from: { path: '^packages/world/' },
      to: { path: `^(${DOMAIN}|packages/policy)/` },
    },
    {
      name: 'ledger-shares-no-code',
      comment: 'the ledger of the fault tests shares no code with the path that it checks',
      severity: 'error',
      from: { path: '^test/faults/ledger/(?!ask-)[\\w-]+(?<!\\.test)\\.ts$' },
      to: { path: ['^(packages|services|workflows|infra)/', '^test/(?!faults/ledger/)'] },
    },
    {
      name: 'product-never-imports-tests',
      comment: 'tests look at the product, not the other way round; they share the harness',
      severity: 'error',
      from: { path: '^(packages|services|workflows|infra)/', pathNot: TEST_FILE },
      to: { path: '^test/' },
    },
    {
      name: 'lane-client-is-not-shipped',
      comment: 'the client that only proves the port is known to its lane alone',
      severity: 'error',
      from: { path: '^(packages|services|workflows|infra|test)/', pathNot: '^test/bench/lane/' },
      to: { path: '(node_modules/@platformatic/|^test/bench/lane/)' },
    },
    {
      name: 'contracts-few-dependencies',
      comment: 'contracts need zod and one hash, nothing of the platform',
      severity: 'error',
      from: { path: `^${CONTRACTS}/src/`, pathNot: TEST_FILE },
      to: { pathNot: [`^${CONTRACTS}/`, 'node_modules/(zod|@noble/hashes)/'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain has neither Node nor libraries: values in, values out',
      severity: 'error',
      from: { path: `^${DOMAIN}/src/`, pathNot: TEST_FILE },
      to: { pathNot: [`^${DOMAIN}/`, `^${CONTRACTS}/`] },
    },
    {
      name: 'workflows-are-deterministic',
      comment: 'workflow code has neither Node nor adapters',
      severity: 'error',
      from: { path: '^workflows/src/', pathNot: TEST_FILE },
      to: {
        pathNot: [
          '^workflows/',
          `^${DOMAIN}/`,
          `^${CONTRACTS}/`,
          'node_modules/@temporalio/(workflow|interceptors-opentelemetry)/',
        ],
      },
    },
    {
      name: 'contracts-pure-stays-pure',
      comment: 'what pure rooms import at run time has no zod behind it',
      severity: 'error',
      from: {
        path: `^${CONTRACTS}/src/(pure|derive-id|derived-ids|error-codes|shield-error|vocabulary)\\.ts$`,
      },
      to: { path: 'node_modules/zod/' },
    },
    oneRoom('kafkajs', 'kafkajs', 'packages/kafka'),
    oneRoom(
      'temporal-client',
      '@temporalio/(client|worker|common|activity|proto|core-bridge)',
      'packages/temporal',
    ),
    {
      name: 'vendor-temporal-workflow',
      comment: '@temporalio/workflow is known to workflows alone',
      severity: 'error',
      from: { path: '^(packages|services)/' },
      to: { path: 'node_modules/@temporalio/workflow/' },
    },
    oneRoom('mail', 'nodemailer', 'packages/notify'),
    oneRoom('aws-kms', '@aws-sdk/[^/]+', 'packages/kms-aws'),
    oneRoom('cedar', '@cedar-policy/[^/]+', 'packages/authorisation'),
    oneRoom('clickhouse', '@clickhouse/[^/]+', 'packages/clickhouse'),
    oneRoom('postgres', 'pg|kysely', 'packages/postgres'),
    oneRoom(
      'telemetry-sdk',
      'pino|@opentelemetry/(sdk-[^/]+|exporter-[^/]+|resources|context-async-hooks)',
      'packages/runtime',
    ),
    oneRoom('command-line', 'commander|listr2|picocolors', 'packages/cli'),
    {
      name: 'no-cycles',
      comment: 'a cycle has no first thing to read',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'an import that does not resolve hides from every other rule',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-deep-imports',
      comment: 'a room is entered by its package name, not by a path into it',
      severity: 'error',
      from: { path: '^(packages|services|infra)/([^/]+)/', pathNot: TEST_FILE },
      to: {
        path: '^(packages|services|workflows|infra)/',
        pathNot: ['^$1/$2/'],
        dependencyTypes: ['local'],
      },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
