import type { z } from 'zod';

/** One setting: the environment variable it is read from, what is allowed and what it is for. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly env: string;
  readonly schema: Schema;
  /** What it does, with unit; the configuration reference is generated from it. */
  readonly doc: string;
  /** Printed as `[secret]`, and also readable from the file that `<env>_FILE` names. */
  readonly secret: boolean;
}

export type SettingTable = Readonly<Record<string, Setting>>;

export type SettingValues<Table extends SettingTable> = {
  readonly [Name in keyof Table]: z.output<Table[Name]['schema']>;
};

/** Every setting of one process. */
export interface ConfigDefinition<Table extends SettingTable = SettingTable> {
  /** Name of the service in lower case: its own settings start with `SHIELD_<ROOM>_`. */
  readonly room: string;
  readonly settings: Table;
}

export type ConfigOf<Definition extends ConfigDefinition> = SettingValues<Definition['settings']>;

/**
 * Declares a setting.
 * @param env `SHIELD_<ROOM>_<NAME>_<UNIT>` for own settings, the vendor's name for a vendor's
 */
export function setting<Schema extends z.ZodType>(
  env: string,
  schema: Schema,
  doc: string,
): Setting<Schema> {
  return { env, schema, doc, secret: false };
}

/** Declares a setting whose value is never printed. */
export function secret<Schema extends z.ZodType>(
  env: string,
  schema: Schema,
  doc: string,
): Setting<Schema> {
  return { env, schema, doc, secret: true };
}

/** Names the settings of a process. */
export function defineConfig<const Table extends SettingTable>(
  room: string,
  settings: Table,
): ConfigDefinition<Table> {
  return { room, settings };
}
