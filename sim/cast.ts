import { Client, type ClientDeps } from './client.ts';
import { shoppers as people } from './people.ts';
import type { Plan } from './plan.ts';
import { shop } from './shopper.ts';
import { administer, sell } from './staff.ts';

/** Everybody of a plan begins to play; one promise each, for the end of their script. */
export function cast(plan: Plan, deps: ClientDeps): Promise<void>[] {
  const hold_ms = plan.hold_s * 1_000;
  const playing = plan.shoppers.flatMap((n) => {
    const shopper = people[n];
    if (shopper === undefined) return [];
    const me = new Client(`s${n + 1}`, deps);
    const { returns, credit, coupons } = plan;
    return [me.play(() => shop({ me, shopper, hold_ms, returns, credit, coupons }))];
  });
  const staff = (name: string, script: (me: Client) => Promise<void>): Promise<void> => {
    const me = new Client(name, deps);
    return me.play(() => script(me));
  };
  if (plan.seller) playing.push(staff('seller', sell));
  if (plan.admin) playing.push(staff('admin', administer));
  return playing;
}
