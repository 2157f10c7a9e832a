import { deniedBy } from '../http/principal.ts';
import type { Access, AdminRole, Principal, SellerRole } from '../http/principal.ts';

/** What a member of a seller may be. `owner` opens every door of the seller. */
export const sellerRoles = [
  'owner',
  'catalogue',
  'fulfilment',
  'finance',
  'read-only',
] as const satisfies readonly SellerRole[];

/** What a member of staff may be. `super` opens every door. */
export const adminRoles = [
  'super',
  'catalogue',
  'support',
  'finance',
] as const satisfies readonly AdminRole[];

export function isSellerRole(value: unknown): value is SellerRole {
  return (sellerRoles as readonly unknown[]).includes(value);
}

export function isAdminRole(value: unknown): value is AdminRole {
  return (adminRoles as readonly unknown[]).includes(value);
}

/**
 * Whether a route with this access lets the principal in. Pure, a few comparisons. `method` is
 * GET when left out. Whether the thing behind the door is theirs is the handler's question.
 */
export function allows(
  principal: Principal,
  access: Omit<Access, 'method'> & { method?: string },
): boolean {
  return deniedBy(principal, { method: 'GET', ...access }) === undefined;
}
