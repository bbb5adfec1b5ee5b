/** Code that the operating system gave a fault, such as `ENOENT`; undefined where it gave none. */
export function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}
