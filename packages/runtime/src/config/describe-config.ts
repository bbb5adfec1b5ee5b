import { allowedBy } from './allowed-by.ts';
import type { ConfigEntry } from './load-config.ts';
import type { ConfigDefinition, Setting } from './setting.ts';

/** The effective configuration as aligned text: setting, value, source, meaning. */
export function describeConfig(entries: readonly ConfigEntry[]): string {
  const nameWidth = Math.max(0, ...entries.map((entry) => entry.env.length));
  const valueWidth = Math.max(0, ...entries.map((entry) => entry.shown.length));
  return entries
    .map((entry) =>
      [
        entry.env.padEnd(nameWidth),
        entry.shown.padEnd(valueWidth),
        entry.source.padEnd('environment'.length),
        entry.doc,
      ].join('  '),
    )
    .join('\n');
}

/** One row of the configuration reference. */
export interface SettingReference {
  readonly env: string;
  readonly required: boolean;
  /** Default as written in the environment; absent when required or optional. */
  readonly default?: string;
  readonly secret: boolean;
  readonly allowed: string;
  readonly doc: string;
}

/** What the generated reference says of the settings of a process. */
export function referenceOf(definition: ConfigDefinition): readonly SettingReference[] {
  return Object.values(definition.settings).map((one) => referenceRow(one));
}

function referenceRow(one: Setting): SettingReference {
  const absent = one.schema.safeParse(undefined);
  const row = {
    env: one.env,
    required: !absent.success,
    secret: one.secret,
    allowed: allowedBy(one),
    doc: one.doc,
  };
  if (!absent.success || absent.data === undefined || one.secret) return row;
  return { ...row, default: String(absent.data) };
}
