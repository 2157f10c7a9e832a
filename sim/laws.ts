// The invariants of the whole system as two statements, one for any moment and one for rest:
// planned once for a connection, so that they can be asked often.
import type pg from 'pg';
import { roomOf, typesFrom, type ConsumerSpec } from '#kernel/events/event.ts';
import { invariants } from '../invariants/check.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { rooms as simulated } from './rooms.ts';
import { dueText, workText } from './store-checks.ts';

export interface Finding {
  code: string;
  detail: string;
}

type Rooms = readonly { name: string; consumers: readonly ConsumerSpec[] }[];

/** About the schema and the server, which no seed changes. */
const ofTheSchema = /^R\d/;

/** Every law of a kind as one text; rows of (code, detail), none when all is well. */
export function lawText(rooms: Rooms, when: Invariant['when']): string {
  const parts = invariants
    .filter((law) => law.when === when && !ofTheSchema.test(law.code) && law.over !== 'journal')
    .filter((law) => law.needs.every((room) => rooms.some(({ name }) => name === room)))
    .flatMap((law) => textsOf(law, rooms).map((text) => ({ code: law.code, text })));
  return parts
    .map(({ code, text }) => "select '" + code + "' as code, detail::text from (" + text + ') x')
    .join('\nunion all\n');
}

function textsOf(law: Invariant, rooms: Rooms): string[] {
  if (law.over === 'shop') return [law.sql];
  if (law.over === 'room') return rooms.map(({ name }) => law.sql.replaceAll('%room%', name));
  return rooms.flatMap(({ consumers }) =>
    consumers.flatMap(({ name, from, saga = '' }) =>
      Object.entries(from)
        .filter(([source]) => rooms.some((room) => room.name === source))
        .map(([source, types]) =>
          law.sql
            .replaceAll('%room%', roomOf(name))
            .replaceAll('%source%', source)
            .replaceAll('$1::text', "'" + name + "'::text")
            .replaceAll('$1', "'" + name + "'")
            .replaceAll('$2::text[]', "'{" + types.join(',') + "}'::text[]")
            .replaceAll('$3', "'" + saga + "'"),
        ),
    ),
  );
}

/** Looks at the laws; at most 20 findings. */
export async function lookAt(client: pg.Client, name: string, text: string): Promise<Finding[]> {
  const found = await client.query<Finding>({ name, text: text + '\nlimit 20' });
  return found.rows;
}

/** How many consumers take events from a room. */
function consumersOf(source: string): number {
  const takers = simulated.flatMap(({ consumers }) => consumers);
  return takers.filter((one) => typesFrom(one, source).length > 0).length;
}

/** Of the rooms that are simulated: the laws of any moment, those of rest, what is due, and who
 *  has something to carry. */
export const texts = {
  instant: lawText(simulated, 'instant'),
  quiescent: lawText(simulated, 'quiescent'),
  due: dueText(simulated.map(({ name }) => name)),
  work: workText(simulated.map(({ name }) => ({ name, consumers: consumersOf(name) }))),
};
