/** All routes of the room. */
import type { Route } from '#kernel/http/route.ts';
import type { Desk } from './desk.ts';
import type { Door } from './door.ts';
import type { Hands } from './hand.ts';
import { deskRoutes } from './routes-desk.ts';
import { bookingAdminRoutes, doorRoutes } from './routes-door.ts';
import { handRoutes } from './routes-hand.ts';
import { waitRoutes } from './routes-wait.ts';
import { bookingRoutes, publicRoutes, type RouteNeeds } from './routes.ts';
import type { Waitlist } from './waitlist.ts';

export function allRoutes(
  of: RouteNeeds & { desk: Desk; door: Door; list: Waitlist; hands: Hands },
): Route[] {
  return [
    ...publicRoutes(of),
    ...bookingRoutes(of),
    ...waitRoutes(of.list),
    ...handRoutes(of.hands),
    ...deskRoutes(of),
    ...doorRoutes(of.door),
    ...bookingAdminRoutes(of.queries),
  ];
}
