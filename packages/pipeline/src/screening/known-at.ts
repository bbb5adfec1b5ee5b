/**
 * When an event was known to exist, epoch ms: the later of two clocks that no producer has, so that
 * one of them running behind does not make everything look as if it came from the future. The own
 * clock counts only so far ahead of the log's: what waited long on the log must not be let off a
 * clock that was wrong when it was appended.
 *
 * @param appendedAt by the clock of the broker, epoch ms
 * @param nowMs by the own clock, epoch ms
 * @param lagMs how far the clock of the broker may lag behind the own one; 0 believes the broker alone
 */
export function knownAt(appendedAt: number, nowMs: number, lagMs: number): number {
  return appendedAt + Math.min(Math.max(nowMs - appendedAt, 0), lagMs);
}
