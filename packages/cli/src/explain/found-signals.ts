import { ShieldError } from '@hrd-shield/contracts';
import type { ExplainableSignal, KnownActors } from '@hrd-shield/domain/explanation';

/** One signal of a source, with what the source says of its actors. */
export interface FoundSignal {
  readonly signal: ExplainableSignal;
  readonly actors: KnownActors;
}

/** What is explained: one signal, and every known one of its campaign. */
export interface Subject {
  readonly found: FoundSignal;
  /** In order of event time, the signal included. */
  readonly history: readonly ExplainableSignal[];
}

/** A signal or campaign as it is typed: `s_…`, `s_….2` for a revision, or `c_…`. */
export interface Wanted {
  readonly id: string;
  readonly revision?: number;
}

const WANTED = /^([sc]_[A-Za-z0-9_-]{22})(?:\.(\d{1,6}))?$/;
/** Ids named when the one asked for is not there. */
const NAMED_MAX = 5;

/** @throws ShieldError `config.invalid`; what was typed is not repeated, it may be an account */
export function wantedOf(text: string): Wanted {
  const [, id, revision] = WANTED.exec(text) ?? [];
  if (id === undefined) {
    const detail =
      'a signal is s_ and 22 characters, with .N for a revision; a campaign is c_ and 22 characters';
    throw new ShieldError('config.invalid', { detail });
  }
  return revision === undefined ? { id } : { id, revision: Number(revision) };
}

/**
 * Chooses the signal asked for: of several revisions the last, of a campaign the highest score.
 * @throws ShieldError `input.bad-file` when there is none, naming some that are there
 */
export function subjectOf(all: readonly FoundSignal[], wanted: Wanted, where: string): Subject {
  const own = all.filter(
    ({ signal }) =>
      (signal.id === wanted.id || signal.campaign === wanted.id) &&
      (wanted.revision === undefined || signal.revision === wanted.revision),
  );
  const isCampaign = wanted.id.startsWith('c_');
  const [found] = own.toSorted((a, b) =>
    isCampaign
      ? b.signal.score - a.signal.score || b.signal.eventAt - a.signal.eventAt
      : b.signal.revision - a.signal.revision,
  );
  if (found === undefined) {
    const there = [...new Set(all.map(({ signal }) => signal.id))].slice(-NAMED_MAX);
    const known = there.length === 0 ? 'no signal at all' : `signals such as ${there.join(', ')}`;
    const detail = `${where} has no such signal; it has ${known}`;
    throw new ShieldError('input.bad-file', { detail });
  }
  const history = all
    .map(({ signal }) => signal)
    .filter(({ campaign }) => campaign === found.signal.campaign)
    .sort((a, b) => a.eventAt - b.eventAt || a.revision - b.revision);
  return { found, history: withoutRepeats(history) };
}

function withoutRepeats(history: readonly ExplainableSignal[]): readonly ExplainableSignal[] {
  const nameOf = ({ id, revision }: ExplainableSignal) => `${id}.${revision}`;
  return [...new Map(history.map((signal) => [nameOf(signal), signal])).values()];
}
