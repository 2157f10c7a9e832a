/**
 * One's place as this browser remembers it, for the waiting room, which knows nobody. The number
 * is no secret; what it stands for is the ticket, and that is its person's alone.
 */
import { cookieOf } from './cookie.ts';

export interface Mine {
  number: number;
  ticket: string;
}

type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const nameOf = (saleId: string) => `trueshelf.place.${saleId}`;
const day_s = 86_400;

export function readMine(memory: Memory, saleId: string): Mine | null {
  try {
    const value = JSON.parse(memory.getItem(nameOf(saleId)) ?? 'null') as Partial<Mine> | null;
    const { number, ticket = '' } = value ?? {};
    return Number.isSafeInteger(number) && number !== undefined && number >= 0
      ? { number, ticket }
      : null;
  } catch {
    return null;
  }
}

/** Also as a cookie, for when the page's scripts do not come. */
export function keepMine(memory: Memory, saleId: string, mine: Mine): void {
  memory.setItem(nameOf(saleId), JSON.stringify({ number: mine.number, ticket: mine.ticket }));
  cookie(saleId, String(mine.number), 7 * day_s);
}

export function forgetMine(memory: Memory, saleId: string): void {
  memory.removeItem(nameOf(saleId));
  cookie(saleId, '', 0);
}

function cookie(saleId: string, value: string, age_s: number): void {
  document.cookie = `${cookieOf(saleId)}=${value}; Path=/; Max-Age=${age_s}; SameSite=Lax`;
}
