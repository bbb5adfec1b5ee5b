import { ShieldError } from '@hrd-shield/contracts';

/** SQLSTATE classes of a server that is away or cannot take more: connection, resources, shutdown. */
const UNAVAILABLE_STATES = /^(08|53|57P|57014|55P03)/;
const UNAVAILABLE_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);
const UNIQUE_VIOLATION = '23505';

/**
 * Runs a query and gives faults of the server a code of ours. The message of the server is not
 * taken over, since it quotes the values of rows.
 * @throws ShieldError `postgres.unavailable` | `postgres.refused`
 */
export async function guarded<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    throw translate(error);
  }
}

/** @returns whether the server refused a row because of the named unique index */
export function isUniqueViolation(error: unknown, index: string): boolean {
  return fieldOf(error, 'code') === UNIQUE_VIOLATION && fieldOf(error, 'constraint') === index;
}

function translate(error: unknown): unknown {
  if (error instanceof ShieldError) return error;
  const code = fieldOf(error, 'code');
  if (code === undefined) {
    return isConnectionLoss(error)
      ? new ShieldError('postgres.unavailable', { cause: error })
      : error;
  }
  if (UNAVAILABLE_SYSTEM.has(code) || UNAVAILABLE_STATES.test(code)) {
    return new ShieldError('postgres.unavailable', { cause: error });
  }
  return new ShieldError('postgres.refused', { cause: error, context: { sqlState: code } });
}

/** The driver reports these two without a code. */
function isConnectionLoss(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
  );
}

function fieldOf(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined;
  const value = (error as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}
