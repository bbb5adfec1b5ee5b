import {
  type CloudEvent,
  decodeStructured,
  type ErrorCode,
  type PlatformEvent,
  parsePlatformEvent,
} from '@hrd-shield/contracts';

/** One line of a file of events, judged. */
export type JudgedLine =
  | { readonly ok: true; readonly line: number; readonly event: PlatformEvent }
  | {
      readonly ok: false;
      /** From 1. */
      readonly line: number;
      readonly code: ErrorCode;
      /** Paths that do not fit; never values. */
      readonly reason: string;
    };

/** Most bytes of one line; longer ones would not fit a record of the firehose. */
const LINE_CHARS_MAX = 1_048_576;

/**
 * Judges newline-delimited structured CloudEvents, line by line, in order. Empty lines are skipped
 * but counted, so that numbers are those an editor shows.
 */
export async function* validateEvents(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<JudgedLine> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() !== '') yield { line, ...judge(text) };
  }
}

type Judged =
  | { readonly ok: true; readonly event: PlatformEvent }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

function judge(text: string): Judged {
  if (text.length > LINE_CHARS_MAX) {
    return { ok: false, code: 'event.too-large', reason: `more than ${LINE_CHARS_MAX} characters` };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, code: 'event.not-json', reason: 'the line does not parse' };
  }
  const decoded = decodeStructured(json);
  if (!decoded.ok) return decoded;
  const parsed = parsePlatformEvent(decoded.event);
  if (!parsed.ok) return parsed;
  return keyFits(decoded.event, parsed.event);
}

/** A partition key, where given, must be the affected account. */
function keyFits(envelope: CloudEvent, event: PlatformEvent): Judged {
  const { partitionkey } = envelope;
  if (partitionkey === undefined || partitionkey === event.data.affected)
    return { ok: true, event };
  return { ok: false, code: 'event.wrong-key', reason: 'partitionkey is not data.affected' };
}
