/** Where the books lie. */
export interface Places {
  readonly kafkaBrokers: readonly string[];
  readonly topicPrefix: string;
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  /** With the database in its path; absent where nobody records. */
  readonly clickhouseUrl?: string;
  /** What screening reads, and the group whose commits count; absent where nobody screens. */
  readonly screening?: { readonly group: string; readonly topics: readonly string[] };
}
