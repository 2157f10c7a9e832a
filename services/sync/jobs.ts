// Which copies are compared with which sources. The ends are declared by their rooms; a job only
// names them.

export interface JobEnd {
  room: string;
  end: string;
}

export interface Job {
  name: string;
  /** What is compared, for people. */
  says: string;
  source: JobEnd;
  copy: JobEnd;
  /**
   * whole: the copy has every row of the source. part: the copy has what it once needed, so its
   * own rows are walked and nothing can be missing.
   */
  kind: 'whole' | 'part';
}

export const jobs: readonly Job[] = [
  {
    name: 'stock',
    says: 'free units of inventory in the catalogue',
    source: { room: 'inventory', end: 'stock' },
    copy: { room: 'catalog', end: 'stock-copy' },
    kind: 'whole',
  },
  {
    name: 'prices',
    says: 'prices of pricing in the catalogue',
    source: { room: 'pricing', end: 'prices' },
    copy: { room: 'catalog', end: 'price-copy' },
    kind: 'whole',
  },
  {
    name: 'sellers',
    says: 'names and standing of sellers in the catalogue',
    source: { room: 'sellers', end: 'sellers' },
    copy: { room: 'catalog', end: 'seller-copy' },
    kind: 'whole',
  },
  {
    name: 'ratings',
    says: 'ratings of reviews in the catalogue',
    source: { room: 'reviews', end: 'ratings' },
    copy: { room: 'catalog', end: 'rating-copy' },
    kind: 'whole',
  },
  {
    name: 'seller-ratings',
    says: 'ratings of reviews in the sums of sellers',
    source: { room: 'reviews', end: 'rating-sums' },
    copy: { room: 'sellers', end: 'rating-copy' },
    kind: 'whole',
  },
  {
    name: 'documents',
    says: 'products of the catalogue in search',
    source: { room: 'catalog', end: 'visible' },
    copy: { room: 'search', end: 'documents' },
    kind: 'whole',
  },
  {
    name: 'search-ratings',
    says: 'ratings of reviews in search',
    source: { room: 'reviews', end: 'ratings' },
    copy: { room: 'search', end: 'rating-copy' },
    kind: 'whole',
  },
  {
    name: 'cart-products',
    says: 'products of the catalogue in carts',
    source: { room: 'catalog', end: 'variants' },
    copy: { room: 'cart', end: 'product-copy' },
    kind: 'part',
  },
];

/** Only where a catalogue elsewhere is configured. */
export const outsideJob: Job = {
  name: 'outside-products',
  says: 'products of a catalogue elsewhere in ours',
  source: { room: 'sync', end: 'outside' },
  copy: { room: 'catalog', end: 'outside-copy' },
  kind: 'whole',
};

export function jobOf(name: string): Job | undefined {
  return [...jobs, outsideJob].find((one) => one.name === name);
}
