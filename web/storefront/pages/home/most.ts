/** Who sells most of these; of as many the one whose product is further in front. */
export function mostOf(cards: readonly { sellerId: string }[]): string | null {
  const counts = new Map<string, number>();
  for (const { sellerId } of cards) counts.set(sellerId, (counts.get(sellerId) ?? 0) + 1);
  const [first] = [...counts].toSorted(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}
