// What a process of the shop may serve: every room.
import type { HostOptions } from '#kernel/host/host.ts';
import type { Room } from '#kernel/service.ts';
import { rooms as all } from '#services/directory.ts';
import { people as known } from '#services/people.ts';

export const rooms: readonly Room[] = all;
export const people: HostOptions['people'] = known;
