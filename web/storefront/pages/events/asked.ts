/** What a list of events was asked for, in the address and for the API. */
export const whens = ['', '7', '30', '90'] as const;

export interface Asked {
  q: string;
  city: string;
  /** At most so many days from now; '': any time. */
  when: (typeof whens)[number];
  /** A seller's id: only theirs. */
  organiser: string;
  cursor: string;
}

export const emptyAsked: Asked = { q: '', city: '', when: '', organiser: '', cursor: '' };

const sellerId = /^slr_[0-9a-f]{32}$/;
const day_ms = 86_400_000;

/** What makes no sense is left out, so that an address that was shared always shows something. */
export function readAsked(search: URLSearchParams): Asked {
  const text = (name: string, max: number) => (search.get(name) ?? '').trim().slice(0, max);
  const q = text('q', 80);
  const organiser = text('organiser', 40);
  return {
    q: q.length < 2 ? '' : q,
    city: text('city', 100),
    when: whens.find((one) => one === search.get('when')) ?? '',
    organiser: sellerId.test(organiser) ? organiser : '',
    cursor: text('cursor', 400),
  };
}

/** In whole minutes, so that the same question is asked in the same words for a while. */
export function queryFor({ q, city, when, organiser, cursor }: Asked, now_ms: number) {
  const until_ms = Math.ceil((now_ms + Number(when) * day_ms) / 60_000) * 60_000;
  return {
    ...(q === '' ? {} : { q }),
    ...(city === '' ? {} : { city }),
    ...(when === '' ? {} : { until: new Date(until_ms).toISOString() }),
    ...(organiser === '' ? {} : { sellerId: organiser }),
    ...(cursor === '' ? {} : { cursor }),
  };
}
