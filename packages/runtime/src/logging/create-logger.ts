import { ShieldError } from '@hrd-shield/contracts';
import { isSpanContextValid, trace } from '@opentelemetry/api';
import { type DestinationStream, pino } from 'pino';
import type { LogLevel } from '../config/shared-settings.ts';
import { allowedFields, type LogFields } from './log-fields.ts';

/** A message is a constant of the code: data goes into fields, where shapes guard it. */
type Constant<Message extends string> = string extends Message ? never : Message;

/** Logs constant messages with fields from an allow-list: neither can carry what somebody sent. */
export interface Logger {
  debug<const M extends string>(message: Constant<M>, fields?: LogFields): void;
  info<const M extends string>(message: Constant<M>, fields?: LogFields): void;
  warn<const M extends string>(message: Constant<M>, fields?: LogFields, error?: unknown): void;
  error<const M extends string>(message: Constant<M>, fields?: LogFields, error?: unknown): void;
}

const MAX_FRAMES = 6;

/**
 * Structured logs, one JSON object a line. Fields outside the allow-list are dropped; of an error
 * only name, code and stack frames are written, since messages of libraries quote their input.
 * @param destination where lines go; standard output when absent
 */
export function createLogger(
  service: string,
  level: LogLevel,
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: { service },
    timestamp: () => `,"at":${Date.now()}`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const sink = destination === undefined ? pino(options) : pino(options, destination);
  const line = (fields: LogFields = {}, error?: unknown) => ({
    ...traceFields(),
    ...allowedFields(fields),
    ...(error === undefined ? {} : { error: errorFields(error) }),
  });
  return {
    debug: (message, fields) => sink.debug(line(fields), message),
    info: (message, fields) => sink.info(line(fields), message),
    warn: (message, fields, error) => sink.warn(line(fields, error), message),
    error: (message, fields, error) => sink.error(line(fields, error), message),
  };
}

function traceFields(): { trace?: string } {
  const context = trace.getActiveSpan()?.spanContext();
  return context !== undefined && isSpanContextValid(context) ? { trace: context.traceId } : {};
}

function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: 'unknown' };
  return {
    name: error.name,
    ...(error instanceof ShieldError ? { code: error.code } : {}),
    frames: framesOf(error),
    ...(error.cause === undefined ? {} : { cause: causeName(error.cause) }),
  };
}

/** A place in the code, as the runtime writes it below the message. */
const FRAME = /^\s+at \S.*(?::\d+:\d+\)?|\((?:<anonymous>|native|index \d+)\))$/;

/** The message is cut off first: one of several lines can look like frames, and quotes its input. */
function framesOf({ message, stack = '' }: Error): readonly string[] {
  const from = stack.indexOf(message);
  const below = from < 0 ? stack : stack.slice(from + message.length);
  const frames = below.split('\n').filter((line) => FRAME.test(line));
  return frames.slice(0, MAX_FRAMES).map((frame) => frame.trim());
}

function causeName(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'unknown';
}
