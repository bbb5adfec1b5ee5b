import {
  address,
  defineConfig,
  flag,
  integer,
  KAFKA_SETTINGS,
  SETTINGS,
  type ServiceConfig,
  secret,
  setting,
  text,
  urlOf,
} from '@hrd-shield/runtime';

/** Settings of `desk`. */
export const DESK_CONFIG = defineConfig('desk', {
  ...KAFKA_SETTINGS,
  databaseUrl: SETTINGS.databaseUrl,
  clickhouseUrl: secret(
    'CLICKHOUSE_URL',
    urlOf('http', 'https').optional(),
    'column store with user, password and database; the desk shows no reviews without it',
  ),
  rowsUrl: secret(
    'SHIELD_DESK_ROWS_URL',
    urlOf('http', 'https').optional(),
    'column store under the account of single rows alone; nobody reads rows without it',
  ),
  temporalAddress: SETTINGS.temporalAddress,
  temporalNamespace: SETTINGS.temporalNamespace,
  topicPrefix: SETTINGS.topicPrefix,
  keysDir: SETTINGS.keysDir,
  host: setting(
    'SHIELD_DESK_HOST',
    text(253).default('127.0.0.1'),
    'address on which the API is served',
  ),
  port: setting(
    'SHIELD_DESK_PORT',
    integer(0, 65_535).default(0),
    'port on which the API is served; 0 takes any free port and logs it',
  ),
  publicUrl: setting(
    'SHIELD_DESK_PUBLIC_URL',
    urlOf('http', 'https').default('http://127.0.0.1'),
    'address by which people reach the desk; http on loopback alone',
  ),
  secret: secret(
    'SHIELD_DESK_SECRET',
    text(512).min(43, 'at least 32 random bytes, base64url'),
    'what cookies, cursors and pseudonyms of people are keyed with',
  ),
  oidcIssuer: setting(
    'SHIELD_DESK_OIDC_ISSUER',
    urlOf('http', 'https').optional(),
    'identity provider; people cannot sign in without it',
  ),
  oidcClientId: setting(
    'SHIELD_DESK_OIDC_CLIENT_ID',
    text(256).default('hrd-shield-desk'),
    'name of the desk at the identity provider',
  ),
  oidcClientSecret: secret(
    'SHIELD_DESK_OIDC_CLIENT_SECRET',
    text(512).optional(),
    'secret of the desk at the identity provider',
  ),
  oidcRolesClaim: setting(
    'SHIELD_DESK_OIDC_ROLES_CLAIM',
    text(128).default('shield_roles'),
    'claim of the ID token that lists roles at the desk',
  ),
  oidcAcr: setting(
    'SHIELD_DESK_OIDC_ACR',
    text(256).optional(),
    'authentication context that a sign-in must have, such as two factors',
  ),
  localTokens: setting(
    'SHIELD_DESK_LOCAL_TOKENS',
    flag().default(false),
    'takes tokens of hrd-shield login; on loopback alone',
  ),
  clamd: setting(
    'SHIELD_DESK_CLAMD',
    address().optional(),
    'malware scanner, host:port of clamd; files are not taken without it',
  ),
  rootsMs: setting(
    'SHIELD_DESK_ROOTS_MS',
    integer(100, 3_600_000).default(60_000),
    'how often the head of the audit chain is signed and published, ms',
  ),
  requestsPerMinute: setting(
    'SHIELD_DESK_REQUESTS_PER_MINUTE',
    integer(1, 100_000).default(600),
    'requests of one principal or address',
  ),
  proxyHops: setting(
    'SHIELD_DESK_PROXY_HOPS',
    integer(0, 8).default(0),
    'proxies in front whose word about the address of a client is believed',
  ),
});
export type DeskConfig = ServiceConfig<typeof DESK_CONFIG>;
