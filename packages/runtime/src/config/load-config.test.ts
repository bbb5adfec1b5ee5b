import { describe, expect, test } from 'vitest';
import { describeConfig, referenceOf } from './describe-config.ts';
import { loadConfig } from './load-config.ts';
import { defineConfig, secret, setting } from './setting.ts';
import { integer, oneOf, text, urlOf } from './value-types.ts';

const DEFINITION = defineConfig('ingest', {
  batchCount: setting(
    'SHIELD_INGEST_BATCH_COUNT',
    integer(1, 500).default(100),
    'records of a batch',
  ),
  mode: setting('SHIELD_INGEST_MODE', oneOf(['fast', 'careful']).optional(), 'how it works'),
  databaseUrl: secret('DATABASE_URL', urlOf('postgres'), 'registry database'),
  token: secret('SHIELD_INGEST_TOKEN', text().optional(), 'token of the platform'),
});
const VALID = { DATABASE_URL: 'postgres://shield:hunter2@db/shield' };

function refusal(env: Record<string, string>, files: Record<string, string> = {}): string {
  try {
    loadConfig(DEFINITION, env, {
      readFile: (path) => {
        const content = files[path];
        if (content === undefined) throw new TypeError(path);
        return content;
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'accepted';
}

describe('a wrong setting is refused in one sentence', () => {
  test('that names the setting, the value and what is allowed', () => {
    expect(refusal({ ...VALID, SHIELD_INGEST_BATCH_COUNT: 'many' })).toBe(
      'config.invalid: SHIELD_INGEST_BATCH_COUNT is "many"; it takes a whole number from 1 to 500',
    );
    expect(refusal({ ...VALID, SHIELD_INGEST_BATCH_COUNT: '501' })).toBe(
      'config.invalid: SHIELD_INGEST_BATCH_COUNT is "501"; it takes a whole number from 1 to 500',
    );
    expect(refusal({ ...VALID, SHIELD_INGEST_MODE: 'slow' })).toBe(
      'config.invalid: SHIELD_INGEST_MODE is "slow"; it takes one of fast, careful',
    );
  });

  test('that never shows the value of a secret', () => {
    expect(refusal({ DATABASE_URL: 'mysql://shield:hunter2@db' })).toBe(
      'config.invalid: DATABASE_URL is a value; it takes a URL that starts with postgres://',
    );
  });

  test('that says what a missing setting is for', () => {
    expect(refusal({})).toBe(
      'config.invalid: DATABASE_URL is not set; it takes a URL that starts with postgres://: registry database',
    );
  });

  test('when the name is unknown, with the name that was meant', () => {
    expect(refusal({ ...VALID, SHIELD_INGEST_BATCH_CUONT: '5' })).toBe(
      'config.invalid: SHIELD_INGEST_BATCH_CUONT is not a setting of ingest; did you mean SHIELD_INGEST_BATCH_COUNT?',
    );
    expect(refusal({ ...VALID, SHIELD_QUX: '5' })).toBe(
      'config.invalid: SHIELD_QUX is not a setting of ingest',
    );
  });

  test('when a secret is given twice, or its file cannot be read', () => {
    expect(refusal({ ...VALID, DATABASE_URL_FILE: '/run/db' })).toBe(
      'config.invalid: DATABASE_URL and DATABASE_URL_FILE are both set; keep one of them',
    );
    expect(refusal({ DATABASE_URL_FILE: '/run/db' })).toBe(
      'config.invalid: DATABASE_URL_FILE names "/run/db", which cannot be read',
    );
  });
});

describe('an environment is shared by several services', () => {
  test('settings of other rooms and of every service are left alone', () => {
    const others = { SHIELD_DETECT_WINDOW_MS: '5', SHIELD_LOG_LEVEL: 'info', KAFKA_BROKERS: 'x' };
    expect(refusal({ ...VALID, ...others })).toBe('accepted');
  });
});

describe('the effective configuration is shown', () => {
  test('with defaults, sources and hidden secrets', () => {
    const env = { DATABASE_URL_FILE: '/run/db', SHIELD_INGEST_MODE: 'fast' };
    const loaded = loadConfig(DEFINITION, env, { readFile: () => 'postgres://u:hunter2@db/x' });
    expect(loaded.values).toEqual({
      batchCount: 100,
      mode: 'fast',
      databaseUrl: 'postgres://u:hunter2@db/x',
      token: undefined,
    });
    expect(describeConfig(loaded.entries).split('\n')).toEqual([
      'SHIELD_INGEST_BATCH_COUNT  100       default      records of a batch',
      'SHIELD_INGEST_MODE         fast      environment  how it works',
      'DATABASE_URL               [secret]  file         registry database',
      'SHIELD_INGEST_TOKEN                  absent       token of the platform',
    ]);
  });

  test('the reference says what is required and what the default is', () => {
    expect(referenceOf(DEFINITION).slice(0, 3)).toEqual([
      {
        env: 'SHIELD_INGEST_BATCH_COUNT',
        required: false,
        default: '100',
        secret: false,
        allowed: 'a whole number from 1 to 500',
        doc: 'records of a batch',
      },
      {
        env: 'SHIELD_INGEST_MODE',
        required: false,
        secret: false,
        allowed: 'one of fast, careful',
        doc: 'how it works',
      },
      {
        env: 'DATABASE_URL',
        required: true,
        secret: true,
        allowed: 'a URL that starts with postgres://',
        doc: 'registry database',
      },
    ]);
  });
});
