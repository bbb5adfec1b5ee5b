/** A record without the entries that `isGone` names. */
export function omitEntries<K extends string, V>(
  record: Readonly<Record<K, V>>,
  isGone: (value: V) => boolean,
): Record<K, V> {
  const kept = (Object.entries(record) as [K, V][]).filter(([, value]) => !isGone(value));
  return Object.fromEntries(kept) as Record<K, V>;
}
