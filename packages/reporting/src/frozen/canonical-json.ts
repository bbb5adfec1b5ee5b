import { sha256Hex } from '@hrd-shield/contracts';

/** JSON with the names of each object in order: one text for one value. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** Hex SHA-256 of a value, whatever the order of its names. */
export function hashOf(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
