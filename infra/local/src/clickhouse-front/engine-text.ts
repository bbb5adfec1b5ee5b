/** A refusal of the engine, in ClickHouse's own words and numbers. */
export interface EngineRefusal {
  readonly code: number;
  readonly text: string;
}

/** A name as an SQL identifier. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

/** A text as an SQL literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Reads ClickHouse's error number out of what the engine throws. */
export function refusalOf(fault: unknown): EngineRefusal {
  const text = fault instanceof Error ? fault.message : String(fault);
  const code = /Code: (\d+)\. DB::Exception/.exec(text)?.[1];
  return code === undefined
    ? { code: 1002, text: `Code: 1002. DB::Exception: ${text} (UNKNOWN_EXCEPTION)` }
    : { code: Number(code), text };
}
