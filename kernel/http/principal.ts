/** Who acts, and what a route asks of them, as data. Token verification is injected elsewhere. */

export type Audience = 'public' | 'guest' | 'user' | 'seller' | 'admin' | 'webhook' | 'dev';
export type SellerRole = 'owner' | 'catalogue' | 'fulfilment' | 'finance' | 'read-only';
export type AdminRole = 'super' | 'catalogue' | 'support' | 'finance';

export interface SellerMembership {
  readonly sellerId: string;
  readonly role: SellerRole;
}

export interface Principal {
  readonly kind: 'anonymous' | 'guest' | 'user' | 'key';
  /** `usr_…` (user and guest identity) or `key_…`; '' when anonymous. */
  readonly id: string;
  readonly email?: string;
  /** Admin roles. */
  readonly roles: readonly string[];
  readonly sellers: readonly SellerMembership[];
  /** API keys only: what the key may be used for, e.g. `catalogue:write`. */
  readonly scopes?: readonly string[];
  readonly sessionId: string;
}

/** What a route asks; part of every route. */
export interface Access {
  readonly method: string;
  readonly audience: Audience;
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
}

export type Denial = 'not-authenticated' | 'not-allowed';

export const anonymous: Principal = Object.freeze({
  kind: 'anonymous',
  id: '',
  roles: Object.freeze([]),
  sellers: Object.freeze([]),
  sessionId: '',
});

const reading = (method: string) => method === 'GET' || method === 'HEAD';

/**
 * The roles that open a route. The top role (`owner`, `super`) always does. A route that lists
 * none can be read with any role and written with the top role only.
 */
function opens(role: string, top: string, access: Access): boolean {
  if (role === top) return true;
  return access.roles === undefined ? reading(access.method) : access.roles.includes(role);
}

/** Ids of the sellers for which this principal holds a role that opens the route. */
export function sellerIdsFor(principal: Principal, access: Access): string[] {
  const ids: string[] = [];
  for (const member of principal.sellers) {
    if (opens(member.role, 'owner', access)) ids.push(member.sellerId);
  }
  return ids;
}

/** True when the principal is a member of that very seller with one of these roles (or owner). */
export function actsFor(principal: Principal, sellerId: string, roles: SellerRole[]): boolean {
  return principal.sellers.some(
    (member) =>
      member.sellerId === sellerId && (member.role === 'owner' || roles.includes(member.role)),
  );
}

/** True when the principal has one of these admin roles (or super). */
export function isAdmin(principal: Principal, roles: AdminRole[]): boolean {
  return principal.roles.some((role) => role === 'super' || roles.includes(role as AdminRole));
}

function keyOpens(principal: Principal, access: Access): boolean {
  const scopes = access.scopes;
  if (scopes === undefined) return false;
  return principal.scopes?.some((scope) => scopes.includes(scope)) ?? false;
}

/** Audience and role check: undefined when the door is open. Ownership is the handler's. */
export function deniedBy(principal: Principal, access: Access): Denial | undefined {
  const audience = access.audience;
  if (audience === 'public' || audience === 'webhook' || audience === 'dev') return undefined;
  if (principal.kind === 'anonymous') return 'not-authenticated';
  if (principal.kind === 'key' && !keyOpens(principal, access)) return 'not-allowed';
  if (audience === 'guest') return undefined;
  if (principal.kind === 'guest') return 'not-authenticated';
  if (audience === 'user') return undefined;
  if (audience === 'seller') {
    const member = principal.sellers.some((one) => opens(one.role, 'owner', access));
    return member ? undefined : 'not-allowed';
  }
  const admin = principal.roles.some((role) => opens(role, 'super', access));
  return admin ? undefined : 'not-allowed';
}
