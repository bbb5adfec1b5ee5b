import {
  CheckIn,
  ContactHours,
  DefenderRef,
  type ErrorCode,
  RequestId,
  ShieldError,
} from '@hrd-shield/contracts';

/** How `--help` of every command of the registry describes its reference. */
export const REF_ARGUMENT = 'reference of the designation, as registry list shows it';

/** What was typed is not repeated: it may be an account. */
export function refOf(given: string): DefenderRef {
  return parsed(DefenderRef.safeParse(given).data, 'designation.unknown');
}

/** A request of two people, as typed. @throws ShieldError `reveal.unknown` when it is none */
export function requestOf(given: string): RequestId {
  return parsed(RequestId.safeParse(given).data, 'reveal.unknown');
}

function parsed<T>(value: T | undefined, code: ErrorCode): T {
  if (value === undefined) throw new ShieldError(code);
  return value;
}

/**
 * An instant as typed, epoch ms.
 *
 * @param otherwise what holds when none was given
 * @throws ShieldError `config.invalid`
 */
export function timeOf(given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  const at = Date.parse(given);
  if (Number.isNaN(at)) throw new ShieldError('config.invalid', { detail: 'a time is RFC 3339' });
  return at;
}

/** Hours of contact as they were typed. @throws ShieldError `config.invalid` */
export function hoursOf(given: {
  readonly from?: string;
  readonly to?: string;
  readonly zone?: string;
  readonly urgent?: readonly string[];
}): ContactHours {
  const { from, to, ...rest } = given;
  const parsed = ContactHours.safeParse({ ...rest, from: Number(from), to: Number(to) });
  if (parsed.success) return parsed.data;
  const detail = '--from and --to are different hours of the day, --zone a zone such as Asia/Tokyo';
  throw new ShieldError('config.invalid', { detail });
}

const HOUR_MS = 3_600_000;

/** @throws ShieldError `config.invalid` */
export function checkInOf(everyHours: string | undefined): CheckIn {
  const parsed = CheckIn.safeParse({ everyMs: Number(everyHours) * HOUR_MS });
  if (parsed.success) return parsed.data;
  throw new ShieldError('config.invalid', {
    detail: '--every-hours is a number of hours, 1 to 744',
  });
}
