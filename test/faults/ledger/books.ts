/** A record of a topic: headers and value as they lie there. */
export interface Entry {
  readonly key: string;
  /** Of the envelope. */
  readonly id: string;
  readonly type: string;
  readonly subject?: string;
  readonly appendedAt: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a platform did, in its own book. */
export interface Deed {
  readonly at: number;
  readonly act: string;
  readonly command: string;
  readonly instance: string;
  readonly measure: string;
  readonly account: string;
  /** It lists accounts of one campaign. */
  readonly onActors: boolean;
  readonly expiresAt: number;
}

/** What the generator knows to be true. */
export interface Truth {
  readonly defenders: readonly {
    readonly ref: string;
    readonly account: string;
    /** When the withdrawal was published, epoch ms. */
    readonly withdrawnAt?: number;
  }[];
  readonly signals: readonly { readonly id: string; readonly defender: string }[];
  /** Measures that a defender refused, and when; none when absent. */
  readonly refusals?: readonly { readonly instance: string; readonly at: number }[];
  /** Records that nobody can read, sent on purpose; none when absent. */
  readonly poison?: { readonly least: number; readonly codes: readonly string[] };
  /** Requests by which an identity was shown; none when absent. */
  readonly reveals?: readonly string[];
  readonly deeds: readonly Deed[];
  /** Instances in effect on the platform at the end. */
  readonly active: readonly {
    readonly instance: string;
    readonly account: string;
    readonly measure: string;
    readonly expiresAt: number;
  }[];
}

export interface CaseBook {
  readonly id: string;
  readonly defender: string;
  readonly state: string;
  readonly measures: readonly { readonly instance: string; readonly state: string }[];
}

export interface TaskBook {
  readonly id: string;
  readonly defender: string;
  readonly state: string;
}

export interface WorkflowBook {
  readonly defender: string;
  readonly status: string;
  readonly events: number;
  /** Workflow tasks that failed because code and history did not agree. */
  readonly nondeterminism: number;
}

/** What became of the firehose as far as screening has committed it, for one defender. */
export interface ScreeningBook {
  readonly defender: string;
  /** Distinct events among the committed records; what has no id counts by its place. */
  readonly seen: number;
  /** Distinct events on the targeting log. */
  readonly landed: number;
  /** Distinct letters about records of this defender. */
  readonly refused: number;
}

/** What was accounted for: the chain with its published heads, and who asked to see an identity. */
export interface AuditBook {
  /** In their order; hashes in hex. */
  readonly rows: readonly {
    readonly seq: number;
    readonly at: number;
    readonly principal: string;
    readonly act: string;
    readonly purpose: string | null;
    readonly subject: string | null;
    readonly policyIds: readonly string[];
    readonly result: string;
    readonly reason: string | null;
    readonly previous: string;
    readonly hash: string;
  }[];
  readonly requests: readonly {
    readonly id: string;
    readonly ref: string;
    readonly askedBy: string;
    readonly agreedBy: string | null;
    readonly agreedAt: number | null;
    readonly usedAt: number | null;
  }[];
  readonly roots: readonly { readonly seq: number; readonly hash: string }[];
}

/** Everything that the ledger reads, each from its own place. */
export interface Books {
  readonly truth: Truth;
  readonly signals: readonly Entry[];
  readonly commands: readonly Entry[];
  readonly outcomes: readonly Entry[];
  /** Distinct letters, by what was refused. */
  readonly deadLetters: readonly { readonly id: string; readonly code: string }[];
  readonly cases: readonly CaseBook[];
  readonly tasks: readonly TaskBook[];
  /** Copies of each outcome in the column store; absent where nobody records there. */
  readonly rows?: ReadonlyMap<string, number>;
  /** What reports are made of, as the column store counts it; absent with `rows`. */
  readonly figures?: ReadonlyMap<string, number>;
  readonly workflows: readonly WorkflowBook[];
  /** Absent where nobody screens. */
  readonly screening?: readonly ScreeningBook[];
  /** Absent where nobody sits at a desk. */
  readonly audit?: AuditBook;
}
