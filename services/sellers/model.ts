/** What the sellers room decides without looking anything up: status, names, roles. */
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { SellerRole } from '#kernel/http/principal.ts';
import type { Membership, SellerStatus } from './contract.ts';

export const invitation_ms = 7 * 24 * 60 * 60 * 1000;

/** From which status a seller gets to which. Suspending a pending seller turns it down. */
const transitions: Readonly<Record<SellerStatus, readonly SellerStatus[]>> = {
  PENDING: ['APPROVED', 'SUSPENDED'],
  APPROVED: ['SUSPENDED'],
  SUSPENDED: ['APPROVED'],
};

/** The next status, or 'seller-status-not-allowed'. */
export function moveTo(
  from: SellerStatus,
  to: SellerStatus,
): SellerStatus | Refusal<'seller-status-not-allowed'> {
  return transitions[from].includes(to) ? to : refuse('seller-status-not-allowed', { from, to });
}

/** A name as it is shown: NFKC, single blanks. Empty when nothing readable is left. */
export function cleanName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{C}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A name as it is compared. */
export function nameKey(name: string): string {
  return cleanName(name).toLowerCase();
}

/** The last part of the address of a seller's page; 'seller' when no letter fits. */
export function slugOf(name: string): string {
  const slug = cleanName(name)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'seller' : slug;
}

/** What a member may do now: of a suspended seller, only look. */
export function effectiveRole(role: SellerRole, status: SellerStatus): SellerRole {
  return status === 'SUSPENDED' ? 'read-only' : role;
}

export interface MemberOf {
  sellerId: string;
  role: SellerRole;
  status: SellerStatus;
}

export function membershipsOf(rows: readonly MemberOf[]): Membership[] {
  return rows.map(({ sellerId, role, status }) => ({
    sellerId,
    role: effectiveRole(role, status),
  }));
}

/** Refuses a change that would leave a seller without an owner. */
export function keepsOwner(
  owners: readonly string[],
  userId: string,
  next: SellerRole | null,
): true | Refusal<'last-owner'> {
  const lost = next !== 'owner' && owners.includes(userId);
  return lost && owners.length < 2 ? refuse('last-owner') : true;
}
