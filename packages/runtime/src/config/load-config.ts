import { readFileSync } from 'node:fs';
import { ShieldError } from '@hrd-shield/contracts';
import { allowedBy } from './allowed-by.ts';
import { closestWord } from './closest-word.ts';
import type { ConfigDefinition, Setting, SettingTable, SettingValues } from './setting.ts';
import { SERVICE_SETTINGS, SETTINGS } from './shared-settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the value of a setting came from. */
export type ConfigSource = 'environment' | 'file' | 'default' | 'absent';

export interface ConfigEntry {
  readonly env: string;
  /** As printed: `[secret]` for secrets. */
  readonly shown: string;
  readonly source: ConfigSource;
  readonly doc: string;
}

export interface LoadedConfig<Table extends SettingTable> {
  readonly values: SettingValues<Table>;
  /** Effective configuration, in order of declaration. */
  readonly entries: readonly ConfigEntry[];
}

export interface LoadConfigOptions {
  /** Reads the file that a `_FILE` variable names. */
  readonly readFile?: (path: string) => string;
}

const OWN_PREFIX = 'SHIELD_';

/** Own settings of other rooms may lie in the same environment; anything else must be declared. */
const ROOMS = [
  'designate',
  'ingest',
  'detect',
  'respond',
  'record',
  'report',
  'hold',
  'desk',
  'codec',
  'world',
  'platform',
  'cli',
  'demo',
  'bench',
  'test',
] as const;

/** Settings of the local stack, which may share the environment. */
const STACK_NAMES = ['SHIELD_BACKEND', 'SHIELD_STATE_DIR', 'SHIELD_CACHE_DIR'];

const MAX_SHOWN_CHARS = 80;

/**
 * Reads the settings of a process from its environment. Pure but for the files that `_FILE`
 * variables name.
 * @throws ShieldError `config.invalid`, one sentence that names setting, value and what is allowed
 */
export function loadConfig<Table extends SettingTable>(
  definition: ConfigDefinition<Table>,
  env: Environment,
  options: LoadConfigOptions = {},
): LoadedConfig<Table> {
  refuseUnknown(definition, env);
  const readFile = options.readFile ?? ((path: string) => readFileSync(path, 'utf8').trim());
  const values: Record<string, unknown> = {};
  const entries: ConfigEntry[] = [];
  for (const [name, one] of Object.entries(definition.settings)) {
    const given = readGiven(one, env, readFile);
    const value = parse(one, given.value);
    values[name] = value;
    entries.push({
      env: one.env,
      shown: show(one, given.value ?? value),
      source: given.value === undefined && value === undefined ? 'absent' : given.source,
      doc: one.doc,
    });
  }
  return { values: Object.freeze(values) as SettingValues<Table>, entries };
}

function readGiven(
  one: Setting,
  env: Environment,
  readFile: (path: string) => string,
): { readonly value: string | undefined; readonly source: ConfigSource } {
  const direct = env[one.env];
  const path = one.secret ? env[`${one.env}_FILE`] : undefined;
  if (direct !== undefined && path !== undefined) {
    throw invalid(`${one.env} and ${one.env}_FILE are both set; keep one of them`);
  }
  if (path !== undefined) {
    try {
      return { value: readFile(path), source: 'file' };
    } catch (cause) {
      throw invalid(`${one.env}_FILE names ${quote(path)}, which cannot be read`, cause);
    }
  }
  return { value: direct, source: direct === undefined ? 'default' : 'environment' };
}

function parse(one: Setting, given: string | undefined): unknown {
  const parsed = one.schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const allowed = allowedBy(one);
  if (given === undefined) throw invalid(`${one.env} is not set; it takes ${allowed}: ${one.doc}`);
  const shown = one.secret ? 'a value' : quote(given);
  throw invalid(`${one.env} is ${shown}; it takes ${allowed}`);
}

function refuseUnknown(definition: ConfigDefinition, env: Environment): void {
  const known = knownNames(definition);
  const foreign = ROOMS.filter((room) => room !== definition.room).map(
    (room) => `${OWN_PREFIX}${room.toUpperCase()}_`,
  );
  for (const name of Object.keys(env)) {
    if (!name.startsWith(OWN_PREFIX) || env[name] === undefined) continue;
    if (known.has(name) || foreign.some((prefix) => name.startsWith(prefix))) continue;
    const near = closestWord(name, [...known]);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw invalid(`${name} is not a setting of ${definition.room}${hint}`);
  }
}

function knownNames(definition: ConfigDefinition): ReadonlySet<string> {
  const shared: readonly Setting[] = [
    ...Object.values(SERVICE_SETTINGS),
    ...Object.values(SETTINGS),
  ];
  const all = [...Object.values(definition.settings), ...shared];
  const names = all.flatMap((one) => (one.secret ? [one.env, `${one.env}_FILE`] : [one.env]));
  return new Set([...names, ...STACK_NAMES]);
}

function show(one: Setting, value: unknown): string {
  if (value === undefined) return '';
  if (one.secret) return '[secret]';
  return String(value).slice(0, MAX_SHOWN_CHARS);
}

function quote(value: string): string {
  return JSON.stringify(value.slice(0, MAX_SHOWN_CHARS));
}

function invalid(detail: string, cause?: unknown): ShieldError {
  return new ShieldError('config.invalid', { detail, cause });
}
