/** What identity decides without looking anything up: pauses after failures, roles, scopes. */
import { adminRoles, isAdminRole } from '#kernel/auth/policy.ts';
import type { AdminRole } from '#kernel/http/principal.ts';
import type { UserKind, UserStatus } from './contract.ts';

export const sessionsPerUser_max = 50;
export const keysPerSeller_max = 20;

/** Failed logins that cost nothing; after them each one costs a growing pause. */
export const freeFailures_max = 10;
export const failureWindow_ms = 15 * 60 * 1000;
export const pauseFirst_ms = 5_000;
export const pause_ms_max = 300_000;

export interface AccountView {
  userId: string;
  kind: UserKind;
  email: string | null;
  name: string;
  phone: string | null;
  locale: string;
  status: UserStatus;
  roles: string[];
  version: number;
}

/** How long after the last failure the next try may come; the same formula stands in SQL. */
export function pauseAfter(failures: number): number {
  if (failures < freeFailures_max) return 0;
  return Math.min(pauseFirst_ms * 2 ** Math.min(failures - freeFailures_max, 6), pause_ms_max);
}

export interface Attempts {
  failures: number;
  firstAt_ms: number;
  lastAt_ms: number;
}

/** Milliseconds until a login may be tried again; 0: now. */
export function loginWait(attempts: Attempts, now_ms: number): number {
  if (now_ms - attempts.firstAt_ms > failureWindow_ms) return 0;
  return Math.max(0, attempts.lastAt_ms + pauseAfter(attempts.failures) - now_ms);
}

/** Roles without repeats in the order of the policy, or undefined when one is unknown. */
export function cleanRoles(roles: readonly string[]): AdminRole[] | undefined {
  if (!roles.every(isAdminRole)) return undefined;
  return adminRoles.filter((role) => roles.includes(role));
}

/** Whether a person is an administrator who can let others in. */
export function isActiveSuper(person: Pick<AccountView, 'status' | 'roles'>): boolean {
  return person.status === 'ACTIVE' && person.roles.includes('super');
}

/** What API keys may be made for: the resources of a seller. */
export const keyResources = [
  'catalogue',
  'inventory',
  'orders',
  'returns',
  'reports',
  'finance',
  'profile',
] as const;

export const keyScopes: readonly string[] = keyResources.flatMap((resource) => [
  `${resource}:read`,
  `${resource}:write`,
]);

/** Writing includes reading. */
export function expandScopes(scopes: readonly string[]): string[] {
  const all = scopes.flatMap((scope) =>
    scope.endsWith(':write') ? [scope, scope.replace(/:write$/, ':read')] : [scope],
  );
  return [...new Set(all)];
}
