import type { Room } from '#kernel/service.ts';
import { rooms as all } from '#services/directory.ts';

/** They look at the shop and repair it; what must be true must be true without them. */
const observers = ['ops', 'reconciliation', 'sync'];

/** Nobody in the play asks these for anything; they would only make every seed longer. */
const unvisited = ['booking', 'messages', 'search', 'wishes'];

const apart: ReadonlySet<string> = new Set([...observers, ...unvisited]);

/** The rooms that are simulated. */
export const rooms: readonly Room[] = all.filter(({ name }) => !apart.has(name));
