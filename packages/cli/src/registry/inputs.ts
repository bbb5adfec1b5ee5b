import { DefenderRef, type ErrorCode, RequestId, ShieldError } from '@hrd-shield/contracts';

export const REF_ARGUMENT = 'reference of the designation, as registry list shows it';

/** What was typed is not repeated: it may be an account. */
export function refOf(given: string): DefenderRef {
  return parsed(DefenderRef.safeParse(given).data, 'designation.unknown');
}

export function requestOf(given: string): RequestId {
  return parsed(RequestId.safeParse(given).data, 'reveal.unknown');
}

function parsed<T>(value: T | undefined, code: ErrorCode): T {
  if (value === undefined) throw new ShieldError(code);
  return value;
}

export function timeOf(given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  const at = Date.parse(given);
  if (Number.isNaN(at)) throw new ShieldError('config.invalid', { detail: 'a time is RFC 3339' });
  return at;
}
