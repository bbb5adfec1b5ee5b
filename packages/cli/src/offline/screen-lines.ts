import {
  decodeStructured,
  type ErrorCode,
  isStreamEventType,
  type TargetingEvent,
} from '@hrd-shield/contracts';
import {
  createScreenEvent,
  LikenessIndex,
  looksOfProfile,
  type Pseudonymiser,
  type StepResult,
} from '@hrd-shield/pipeline';
import type { FileDesignations } from './file-designations.ts';
import { type StreamTaker, screenStreamLine } from './screen-stream-line.ts';
import type { PlainIds } from './signal-line.ts';

/** What became of the lines of an events file. */
export interface ScreenCounts {
  lines: number;
  /** Events of designated accounts that reach detection. */
  landed: number;
  /** Dropped on purpose: no defender, or no consent to this class of data. */
  dropped: number;
  /** Lines that could not be taken, by error code. */
  refused: Partial<Record<ErrorCode, number>>;
}

export interface Screening {
  readonly counts: ScreenCounts;
  readonly plain: PlainIds;
  readonly pseudonyms: Pseudonymiser;
  /**
   * Screens lines in their order, which is the order of the log.
   * @param streams takes what streams without an affected account say; absent: they are refused
   */
  screen(lines: AsyncIterable<string>, streams?: StreamTaker): AsyncGenerator<TargetingEvent>;
}

/**
 * The screening of the service over a file: the same index and the same chain. Without a log there
 * is no append time, so an event in the future is not refused.
 * @param latenessMs events further behind the latest of the file are refused
 */
export function createScreening(designations: FileDesignations, latenessMs: number): Screening {
  const counts: ScreenCounts = { lines: 0, landed: 0, dropped: 0, refused: {} };
  const remembered = rememberPlain(designations.pseudonyms);
  let reachedAt = 0;
  let eventAt = 0;
  const screenEvent = createScreenEvent(
    {
      pseudonyms: remembered.pseudonyms,
      vaultKeys: designations.vaultKeys,
      now: () => eventAt,
    },
    { futureMs: 0, latenessMs },
  );
  const refuse = (code: ErrorCode) => {
    counts.refused[code] = (counts.refused[code] ?? 0) + 1;
  };

  const likeness = new LikenessIndex();
  /** Counts what became of a line. */
  const settle = <V, N>(result: StepResult<V>, otherwise: N): V | N => {
    if (result.kind === 'drop') counts.dropped += 1;
    else if (result.kind === 'dead-letter') refuse(result.code);
    else counts.landed += 1;
    return result.kind === 'ok' ? result.value : otherwise;
  };

  async function screenLine(
    text: string,
    streams: StreamTaker | undefined,
  ): Promise<readonly TargetingEvent[]> {
    const decoded = decodeLine(text);
    if (!decoded.ok) {
      refuse(decoded.code);
      return [];
    }
    if (streams !== undefined && isStreamEventType(decoded.event.type)) {
      eventAt = Date.parse(decoded.event.time);
      const deps = { designations, likeness, pseudonyms: remembered.pseudonyms };
      return settle(screenStreamLine(decoded.event, deps, streams), []);
    }
    const key = affectedOf(decoded.event.data);
    const designated = key === undefined ? undefined : designations.index.find(Buffer.from(key));
    if (key === undefined) refuse('event.no-key');
    else if (designated === undefined) counts.dropped += 1;
    if (key === undefined || designated === undefined) return [];
    eventAt = Date.parse(decoded.event.time);
    const candidate = { event: decoded.event, key, designated, appendedAt: eventAt, reachedAt };
    const result = await screenEvent(candidate);
    const taken = settle(result, undefined);
    if (taken === undefined) return [];
    reachedAt = Math.max(reachedAt, eventAt);
    const { actor, at, defender, profile } = taken;
    if (profile !== undefined && actor === undefined) {
      likeness.set(defender, looksOfProfile(profile, at));
    }
    return [taken];
  }

  return {
    counts,
    plain: { ...remembered, account: designations.account },
    pseudonyms: designations.pseudonyms,
    screen: async function* (lines, streams) {
      for await (const text of lines) {
        if (text.trim() === '') continue;
        counts.lines += 1;
        yield* await screenLine(text, streams);
      }
    },
  };
}

function decodeLine(text: string): ReturnType<typeof decodeStructured> {
  try {
    return decodeStructured(JSON.parse(text));
  } catch {
    return { ok: false, code: 'event.not-json', reason: 'the line does not parse' };
  }
}

/** The record key of the event: the affected account. */
function affectedOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('affected' in data)) return undefined;
  return typeof data.affected === 'string' && data.affected !== '' ? data.affected : undefined;
}

/** Pseudonyms that can be undone: only events of designated accounts come here. */
function rememberPlain(pseudonyms: Pseudonymiser): {
  readonly pseudonyms: Pseudonymiser;
  actor(ref: string): string | undefined;
  event(ref: string): string | undefined;
} {
  const actors = new Map<string, string>();
  const events = new Map<string, string>();
  return {
    pseudonyms: {
      actor: (account) => {
        const ref = pseudonyms.actor(account);
        actors.set(ref, account);
        return ref;
      },
      event: (source, id) => {
        const ref = pseudonyms.event(source, id);
        events.set(ref, id);
        return ref;
      },
      object: (id) => pseudonyms.object(id),
    },
    actor: (ref) => actors.get(ref),
    event: (ref) => events.get(ref),
  };
}
