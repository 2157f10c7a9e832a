// A process that compares the stock with its copy and is killed at it: the rooms' own answers over
// their databases, without a server. It says `ready`, and begins when it is told to.
import { once } from 'node:events';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb } from '#kernel/db/db.ts';
import type { CallSet } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { syncHandlers } from '#kernel/sync/handlers.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { catalogEnds } from '#services/catalog/reactions.ts';
import { inventoryEnds } from '#services/inventory/store-sync.ts';
import { syncRunner } from '#services/sync/runner.ts';

const [url = ''] = process.argv.slice(2);
const log = createLogger({ level: 'silent' });
const open = (room: string) => openDb({ url, room, log });
const ends = catalogEnds({ touched: () => undefined, variants: async () => [] });
const rooms = new Map([
  ['inventory', syncHandlers(open('inventory'), inventoryEnds)],
  ['catalog', syncHandlers(open('catalog'), ends)],
]);
const client = ((set: CallSet) => rooms.get(set.room)) as RoomContext['client'];
const db = open('sync');
// Each page is settled at once, so that there are many moments to die in.
const times = { confirm_ms: 1, gather_ms: 0, lease_ms: 150 };
const runner = syncRunner({ db, clock: systemClock, log, client }, 60_000, { times });
await db.row('select 1 as one');
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
process.send?.('ready');
await once(process, 'message');
let ending = await runner.work(stop.signal);
// The one before died with the lease in its hands.
while (ending === 'busy') {
  await systemClock.sleep(50);
  ending = await runner.work(stop.signal);
}
process.send?.(ending);
process.exit(0);
