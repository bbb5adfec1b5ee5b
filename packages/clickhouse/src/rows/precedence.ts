/** Larger than any epoch ms that a contract allows. */
const HORIZON_MS = 8_640_000_000_000;

/**
 * Of two copies of a fact the store keeps the one with the larger precedence: the one that was
 * appended first, so that a published figure does not change when a copy arrives.
 */
export function precedenceOf(appendedAt: number): number {
  return Math.max(0, HORIZON_MS - appendedAt);
}
