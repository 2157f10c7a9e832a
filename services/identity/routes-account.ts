/** Everything about getting in, staying safe and leaving: the routes of accounts and keys. */
import type { Route } from '#kernel/http/route.ts';
import { authRoutes, type AuthParts } from './routes-auth.ts';
import { challengeRoutes } from './routes-challenge.ts';
import { passkeyRoutes } from './routes-passkey.ts';
import { keyRoutes } from './routes-key.ts';
import { securityRoutes, type SecurityParts } from './routes-security.ts';

export function accountRoutes(parts: AuthParts & SecurityParts): Route[] {
  return [
    ...authRoutes(parts),
    ...challengeRoutes(parts),
    ...securityRoutes(parts),
    ...passkeyRoutes(parts),
    ...keyRoutes(parts.deps),
  ];
}
