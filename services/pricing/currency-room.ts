import type { RoomContext, RunningRoom } from '#kernel/service.ts';
import { FOLLOW, keepCurrencies } from './currencies.ts';
import type { InForce } from './queries.ts';
import { currencyRoutes } from './routes-currency.ts';

/** How late a process may know of a rate that another one saved, and of midnight. */
const LOOK_MS = 30_000;

/** What the room has of currencies that follow another one. */
export async function currencyRoom(ctx: RoomContext, inForce: Pick<InForce, 'isPlain'>) {
  const currencies = await keepCurrencies(ctx, inForce);
  const tasks: NonNullable<RunningRoom['tasks']> = [
    { name: 'pricing.follow-rates', every_ms: LOOK_MS, run: currencies.refresh },
  ];
  const jobs = { [FOLLOW]: () => currencies.refresh() };
  return { currencies: currencies.book, jobs, routes: currencyRoutes(currencies), tasks };
}
