import { ERROR_CODES, type ErrorCode } from './error-codes.ts';

/**
 * A fault of the world. Expected refusals are values; programmer faults are `InvariantError`.
 * The message never carries data of a person: context holds pseudonyms and names of things only.
 */
export class ShieldError extends Error {
  override readonly name = 'ShieldError';
  readonly code: ErrorCode;
  readonly context: Readonly<Record<string, string | number>>;

  constructor(
    code: ErrorCode,
    options: {
      readonly detail?: string;
      readonly cause?: unknown;
      readonly context?: Readonly<Record<string, string | number>>;
    } = {},
  ) {
    const entry = ERROR_CODES[code];
    super(`${code}: ${options.detail ?? entry.meaning}`, { cause: options.cause });
    this.code = code;
    this.context = options.context ?? {};
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  get action(): string {
    return ERROR_CODES[this.code].action;
  }
}

/** A fault of the programmer: the process stops. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** @throws InvariantError when `condition` is false; `why` says what must hold */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new InvariantError(why);
}

/** Marks a branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${JSON.stringify(value)}`);
}
