/** One recorded thing that is counted, with what it could tell about whom. */
export interface DisclosureFact {
  /** Pseudonym of the person whom it concerns; compared, never shown. */
  readonly person: string;
  /** Who reported it: a platform, partner or desk. */
  readonly unit: string;
  /** Months since January of the year 0, of what happened. */
  readonly month: number;
  /** The same, of when it was known: a later freeze knows more. */
  readonly knownMonth: number;
  /** Generalised values by dimension. */
  readonly values: Readonly<Record<string, string>>;
}

/** Months, both ends included. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** A table that somebody wants to release, with every margin of it. */
export interface TablePlan {
  readonly id: string;
  /** What is counted, such as `cases` or `designations`. */
  readonly counts: string;
  /** Values by dimension; they are public, whether or not anything has them. */
  readonly dimensions: Readonly<Record<string, readonly string[]>>;
  /** Dimensions of which not every value is listed; none when absent. */
  readonly partial?: readonly string[];
  readonly period: Period;
  /** The freeze: facts known up to this month count. */
  readonly knownBy: number;
}

/** Which facts a cell counts: those with all of these values in its period, known by its freeze. */
export interface CellSpec {
  readonly where: Readonly<Record<string, string>>;
  readonly period: Period;
  readonly knownBy: number;
}

/** What is released of a cell. */
export interface ReleasedCell {
  readonly spec: CellSpec;
  /** Rounded count, or withheld: too few, none, or what would give others away. */
  readonly value: number | 'withheld';
}

/** A table as everybody may see it. */
export interface ReleasedTable {
  readonly plan: TablePlan;
  /** How it was made, which everybody may know. */
  readonly made: { readonly people: number; readonly roundTo: number };
  readonly cells: readonly ReleasedCell[];
}
