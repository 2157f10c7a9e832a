/** Which questions there are, what leads on from each, and how they are searched; pure. */
export const answers = [
  { id: 'track', to: '/orders', more: 'footer.orders' },
  { id: 'cancel', to: '/orders', more: 'footer.orders' },
  { id: 'return', to: '/returns-policy', more: 'footer.returns' },
  { id: 'refund', to: '/returns-policy', more: 'footer.returns' },
  { id: 'paid', to: '/orders', more: 'footer.orders' },
  { id: 'held', to: '/terms', more: 'footer.terms' },
  { id: 'stock', to: '/about', more: 'footer.about' },
  { id: 'guest', to: '/orders', more: 'footer.orders' },
  { id: 'address', to: '/orders', more: 'footer.orders' },
  { id: 'data', to: '/privacy', more: 'footer.privacy' },
] as const;

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word of the query begins a word of the text; accents and case do not count. */
export function saysAll(text: string, query: string): boolean {
  const words = plain(text).split(/[^\p{L}\p{N}]+/u);
  const wanted = plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return wanted.every((one) => words.some((word) => word.startsWith(one)));
}
