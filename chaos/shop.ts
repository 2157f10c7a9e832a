// What a process of the shop serves: every room. In a lane, of the routes only those that shoppers,
// gateways and banks of a schedule use; the others are most of what a start costs.
import type { HostOptions } from '#kernel/host/host.ts';
import type { Room } from '#kernel/service.ts';
import { rooms as all } from '#services/directory.ts';
import { people as known } from '#services/people.ts';

const used = [
  /^POST \/(?:auth\/guest|me\/addresses|cart\/(?:items|coupons)|orders\/:\w+\/cancel)$/,
  /^POST \/checkout\//,
  /^(?:GET|DELETE) \/(?:checkout|orders|admin\/returns)\/:\w+$/,
  /^POST \/(?:seller\/orders\/:\w+\/(?:pick|ship)|admin\/orders\/:\w+\/deliver)$/,
  /^POST \/(?:orders\/:\w+\/return|admin\/returns\/:\w+\/(?:approve|paid-out))$/,
  /^\w+ \/(?:webhooks|sandbox)\//,
];

const isUsed = (route: string) => used.some((one) => one.test(route));

const lean: readonly Room[] = all.map((room) => ({
  ...room,
  // Consumers that give way while the process is busy would be waited for on a busy machine.
  consumers: room.consumers.map(({ patience_ms: _, ...consumer }) => consumer),
  start: async (context) => {
    const running = await room.start(context);
    const routes = running.routes?.filter(({ method, path }) => isUsed(`${method} ${path}`));
    return routes === undefined ? running : { ...running, routes };
  },
}));

export const rooms: readonly Room[] = process.argv[2] === 'lane' ? lean : all;
export const people: HostOptions['people'] = known;
