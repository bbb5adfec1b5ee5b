/** Reads rows of the column store; values are bound as `{name:Type}`. */
export type ReadRows = (
  sql: string,
  params: Readonly<Record<string, string | number>>,
) => Promise<readonly Readonly<Record<string, unknown>>[]>;
