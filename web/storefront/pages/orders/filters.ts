/** What a list of orders shows, as it stands in the address; pure. */
import type { Routes } from '../../../client/routes.gen.ts';
import type { OrderStatus } from '../order/progress.ts';

export interface OrderFilters {
  search: string;
  status: OrderStatus | null;
  seller: string | null;
  /** `30d`, `90d` or a year. */
  period: string | null;
  /** Where the page begins; none: with the newest. */
  cursor: string | null;
}

export const statuses: readonly OrderStatus[] = [
  'PENDING',
  'CONFIRMED',
  'PROCESSING',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
  'RETURNED',
  'REFUNDED',
  'FAILED',
];

const search_chars_max = 100;
const day_ms = 86_400_000;

/** Anything that makes no sense is as if it were not there. */
export function filtersIn(query: URLSearchParams): OrderFilters {
  const text = (name: string) => query.get(name)?.trim() ?? '';
  const seller = text('seller');
  const period = text('period');
  const cursor = text('cursor');
  return {
    search: text('q').slice(0, search_chars_max),
    status: statuses.find((one) => one === text('status')) ?? null,
    seller: /^slr_[0-9a-f]{32}$/.test(seller) ? seller : null,
    period: /^(?:30d|90d|20\d\d)$/.test(period) ? period : null,
    cursor: cursor === '' ? null : cursor,
  };
}

export function isFiltered({ search, status, seller, period }: OrderFilters): boolean {
  return search !== '' || status !== null || seller !== null || period !== null;
}

/** The address of these filters, with its question mark; '' for none. */
export function searchOf({ search, status, seller, period, cursor }: OrderFilters): string {
  const query = new URLSearchParams();
  const all = { q: search, status, seller, period, cursor };
  for (const [name, value] of Object.entries(all)) {
    if (value !== null && value !== '') query.set(name, value);
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/** Years to choose from: this one and the four before. */
export const yearsUntil = (now: Date): string[] =>
  Array.from({ length: 5 }, (_, ago) => String(now.getFullYear() - ago));

const pageSize = 10;

/** The question for the API; days begin where the shopper is. */
export function queryOf(
  filters: OrderFilters,
  now: Date,
): NonNullable<Routes['GET /orders']['query']> {
  const { search, status, seller, period, cursor } = filters;
  return {
    limit: pageSize,
    ...(search === '' ? {} : { search }),
    ...(status === null ? {} : { status }),
    ...(seller === null ? {} : { sellerId: seller }),
    ...(cursor === null ? {} : { cursor }),
    ...timesOf(period, now),
  };
}

function timesOf(period: string | null, now: Date): { from?: string; to?: string } {
  if (period === null) return {};
  if (period.endsWith('d')) {
    const days = Number(period.slice(0, -1));
    const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
    return { from: new Date(today.getTime() - days * day_ms).toISOString() };
  }
  const year = Number(period);
  return {
    from: new Date(year, 0, 1).toISOString(),
    to: new Date(year + 1, 0, 1).toISOString(),
  };
}
