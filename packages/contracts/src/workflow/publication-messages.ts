/** Names that client and workflows share. */
export const PUBLISH_REPORT = {
  workflow: 'publishReport',
  begin: 'beginPublication',
  view: 'view',
} as const;

/** What is to be published; it concerns no defender. */
export interface PublicationSubject {
  /** Such as `2026-Q1`. */
  readonly quarter: string;
  readonly preparedBy: string;
  readonly corrects?: { readonly release: string; readonly reason: string };
}

/** Durations in ms. @source rules/release.yaml */
export interface PublicationRules {
  /** Of the rule file. */
  readonly hash: string;
  /** People who have to approve. */
  readonly approvers: number;
  readonly lookMs: number;
  readonly remindMs: number;
  readonly reminders: number;
  readonly escalateMs: number;
  readonly lapseMs: number;
  readonly prepareMs: number;
  readonly stepMs: number;
}

/** A draft by its name and the hash of its checksums: what people sign. */
export interface PublicationDraft {
  readonly release: string;
  readonly checksums: string;
}

/** What people have said of a draft, as their signatures prove. */
export interface PublicationStanding {
  readonly approvedBy: readonly string[];
  /** The publisher signed these files. */
  readonly isSigned: boolean;
  readonly objection?: PublicationObjection;
  /** What does not hold; while there is any, nothing is released. */
  readonly problems: readonly string[];
}

export interface PublicationObjection {
  readonly by: string;
  readonly act: 'refuse' | 'withdraw';
  readonly reason: string;
}

/**
 * One run a quarter, and one for each correction, which names the release before it.
 * @param prefix of the installation; keeps several apart on one server
 */
export function publicationWorkflowId(
  prefix: string,
  { corrects, quarter }: Pick<PublicationSubject, 'corrects' | 'quarter'>,
): string {
  const of = `${prefix}publication:${quarter}`;
  return corrects === undefined ? of : `${of}:${corrects.release}`;
}
