import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type PublicationDraft,
  type PublicationStanding,
  type PublicationSubject,
  ShieldError,
} from '@hrd-shield/contracts';
import type { Clock, Notifier } from '@hrd-shield/pipeline';
import { publicationRulesOf, type ReleasePlan } from '@hrd-shield/policy';
import {
  approversIn,
  hashOf,
  hindranceIn,
  publishDraft,
  publishedLine,
  type ReleaseFolders,
  readDraft,
  readLedger,
  readSignature,
  settledQuarter,
  standingOf,
} from '@hrd-shield/reporting';
import { tryAgainAfter } from '@hrd-shield/temporal';
import type { PublishReportActivities } from '@hrd-shield/workflows';

/** Who made drafts that the calendar asked for; it has no key and approves nothing. */
export const PREPARED_BY = 'report-service';

export interface PublicationDeps {
  readonly folders: ReleaseFolders;
  readonly plan: ReleasePlan;
  readonly clock: Clock;
  readonly notifier: Notifier;
  /** Public keys of those who approve and of the publisher; read at each look. */
  readonly approversFile: string;
  readonly publisherFile: string;
  /** Builds the facts and makes the draft. @throws ShieldError `config.invalid` where there can be none */
  readonly prepare: (
    about: PublicationSubject,
  ) => Promise<{ readonly draft: string; readonly release: { readonly release: string } }>;
  /** Told what a look came to, by quarter, and of every end. */
  readonly onLook: (quarter: string, isOverdue: boolean) => void;
  readonly onEnd: (quarter: string, end: string) => void;
  readonly onDelivery: (state: string) => void;
}

/** What the workflow of publications calls. Each is safe to repeat. */
export function createPublicationActivities(deps: PublicationDeps): PublishReportActivities {
  const { clock, folders, plan } = deps;
  const folderOf = ({ release }: PublicationDraft): string => join(folders.closed, release);
  return {
    planPublication: async () => {
      const { name: quarter } = settledQuarter(clock.now(), plan.settleDays);
      const isPublished = (await readLedger(folders.open)).some((line) => line.quarter === quarter);
      if (isPublished) return undefined;
      return { about: { quarter, preparedBy: PREPARED_BY }, rules: publicationRulesOf(plan) };
    },
    prepareRelease: async (about) => {
      const impossible = await hindrance(deps, about);
      if (impossible !== undefined) return { impossible };
      const { draft, release } = await deps.prepare(about);
      const { checksums } = await readDraft(draft);
      return { release: release.release, checksums: hashOf(checksums) };
    },
    lookAtDraft: async ({ about, draft, everyMs, isOverdue, seen, until }) => {
      deps.onLook(about.quarter, isOverdue);
      const standing = await look(folderOf(draft), draft, deps);
      const now = clock.now();
      if (isSame(seen, standing) && now < until)
        throw tryAgainAfter(Math.min(everyMs, until - now));
      return standing;
    },
    releaseDraft: async (about, draft) => {
      if ((await publishedLine(folders, draft.release)) !== undefined) return { isReleased: true };
      const { problems } = await look(folderOf(draft), draft, deps);
      const [problem] = problems;
      if (problem !== undefined) return { isReleased: false, reason: problem, isSuperseded: false };
      try {
        await release(folderOf(draft), deps);
        return { isReleased: true };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        // Somebody may have published the same by hand meanwhile.
        if ((await publishedLine(folders, draft.release)) !== undefined)
          return { isReleased: true };
        const isSuperseded = (await hindrance(deps, about)) !== undefined;
        return { isReleased: false, reason: error.message, isSuperseded };
      }
    },
    tellPeople: async (notices) => {
      for (const notice of notices) {
        const { state } = await deps.notifier.send(notice);
        deps.onDelivery(state);
      }
    },
    noteEnd: async ({ quarter }, end) => deps.onEnd(quarter, end),
  };
}

/** Why the quarter has no room for this; undefined where it has. */
async function hindrance(
  { folders }: PublicationDeps,
  about: PublicationSubject,
): Promise<string | undefined> {
  return hindranceIn(await readLedger(folders.open), about);
}

/** What people have said of exactly the draft that was prepared. */
async function look(
  folder: string,
  draft: PublicationDraft,
  deps: PublicationDeps,
): Promise<PublicationStanding> {
  try {
    const { checksums, ...standing } = await standingOf(folder, await keysOf(deps));
    if (hashOf(checksums) === draft.checksums) return standing;
    return nothingSaid('the draft is another one than was prepared');
  } catch (error) {
    if (isRefusal(error)) return nothingSaid(error.message);
    throw error;
  }
}

async function release(folder: string, deps: PublicationDeps): Promise<void> {
  const { approvers } = await keysOf(deps);
  const signed = await readSignature(folder);
  if (signed === undefined) {
    throw new ShieldError('config.invalid', { detail: 'the publisher has not signed' });
  }
  const { clock, folders, plan } = deps;
  const rules = { approvers, needed: plan.approvers, now: clock.now(), signed: () => signed };
  await publishDraft(folders, folder, rules);
}

async function keysOf({ approversFile, publisherFile }: PublicationDeps) {
  const [list, publisher] = await Promise.all(
    [approversFile, publisherFile].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  return { approvers: approversIn(list ?? ''), publisher: publisher ?? '' };
}

function nothingSaid(problem: string): PublicationStanding {
  return { approvedBy: [], isSigned: false, problems: [problem] };
}

function isSame(one: PublicationStanding, other: PublicationStanding): boolean {
  return hashOf(one) === hashOf(other);
}

function isRefusal(error: unknown): error is ShieldError {
  return error instanceof ShieldError && error.code === 'config.invalid';
}
