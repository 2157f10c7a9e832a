import type { RoomContext, RunningRoom } from '#kernel/service.ts';
import type { CallInput } from '#kernel/http/contract.ts';
import type { pricingCalls } from './contract.ts';
import { taxRoutes } from './routes-tax.ts';
import { keepTax } from './tax-desk.ts';

/** How late a process may know of a rate that another one saved, and of midnight. */
const LOOK_MS = 5_000;

type SameTax = CallInput<(typeof pricingCalls)['calls']['sameTax']>;

/** What the room has of tax: the engine, calls, routes and a look at what changed. */
export async function taxRoom(ctx: RoomContext) {
  const tax = await keepTax(ctx);
  const tasks: NonNullable<RunningRoom['tasks']> = [
    { name: 'pricing.refresh-taxes', every_ms: LOOK_MS, run: tax.refresh },
  ];
  return {
    tax,
    calls: { sameTax: async ({ from, to }: SameTax) => ({ same: tax.book().isSame(from, to) }) },
    routes: taxRoutes(tax),
    tasks,
  };
}
