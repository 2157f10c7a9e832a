import type { Room } from '#kernel/service.ts';
import { rooms as all } from '#services/directory.ts';

/** They look at the shop and repair it; what must be true must be true without them. */
const bystanders = new Set(['ops', 'reconciliation']);

/** The rooms that are simulated. */
export const rooms: readonly Room[] = all.filter(({ name }) => !bystanders.has(name));
