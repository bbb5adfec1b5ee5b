import type { ReadRows } from './ports.ts';

/** What is compared: a topic and the view that its records land in. */
export interface ReconcileInput {
  /** Calls back once a record, from the earliest to the head; undefined for one that does not fit. */
  readonly forEachId: (take: (id: string | undefined) => void) => Promise<void>;
  readonly readRows: ReadRows;
  readonly view: 'outcome_facts' | 'signal_facts' | 'dead_letter_facts';
}

/** Topic against table. All is well when nothing is missing and nothing is doubled. */
export interface Reconciliation {
  /** Records on the topic, copies included. */
  readonly records: number;
  /** Records that fit no contract; they became dead letters. */
  readonly refused: number;
  /** Distinct facts on the topic. */
  readonly facts: number;
  /** Of these, how many have no row. */
  readonly missing: number;
  /** Rows of the view beyond one a fact. */
  readonly doubled: number;
}

/** Ids fetched by one query. */
const IDS_PER_QUERY = 50_000;

const ID_OF = {
  outcome_facts: 'id',
  dead_letter_facts: 'id',
  signal_facts: "concat(id, '/', toString(revision))",
} as const satisfies Record<ReconcileInput['view'], string>;

/** Compares what a topic holds with what was recorded. Rows older than the topic are not its matter. */
export async function reconcileTopic(input: ReconcileInput): Promise<Reconciliation> {
  const ids = new Set<string>();
  let records = 0;
  let refused = 0;
  await input.forEachId((id) => {
    records += 1;
    if (id === undefined) refused += 1;
    else ids.add(id);
  });
  let found = 0;
  let doubled = 0;
  await forEachRecorded(input, (id, rows) => {
    if (!ids.has(id)) return;
    found += 1;
    doubled += rows - 1;
  });
  return { records, refused, facts: ids.size, missing: ids.size - found, doubled };
}

/** Pages through the ids of the view in their order. */
async function forEachRecorded(
  input: ReconcileInput,
  take: (id: string, rows: number) => void,
): Promise<void> {
  const id = ID_OF[input.view];
  const sql = `SELECT ${id} AS fact, count() AS rows FROM ${input.view}
    WHERE fact > {after:String} GROUP BY fact ORDER BY fact LIMIT ${IDS_PER_QUERY}`;
  let after = '';
  for (;;) {
    const page = await input.readRows(sql, { after });
    for (const row of page) take(String(row.fact), Number(row.rows));
    if (page.length < IDS_PER_QUERY) return;
    after = String(page.at(-1)?.fact ?? '');
  }
}
