import type { BodyOf, ReplyOf } from '../../../client/request.ts';

export type Preferences = ReplyOf<'GET /me/preferences'>;
export type Change = BodyOf<'PATCH /me/preferences'>;
export type Cell = Preferences['grid'][number];

const same = (a: Pick<Cell, 'topic' | 'channel'>, b: Pick<Cell, 'topic' | 'channel'>) =>
  a.topic === b.topic && a.channel === b.channel;

/** Two changes as one: the later wish for a cell counts. */
export function joined(before: Change, next: Change): Change {
  const cells = next.grid ?? [];
  const kept = (before.grid ?? []).filter((cell) => !cells.some((newer) => same(newer, cell)));
  const grid = [...kept, ...cells];
  const quiet = next.quietHours === undefined ? before.quietHours : next.quietHours;
  return {
    ...(grid.length === 0 ? {} : { grid }),
    ...(quiet === undefined ? {} : { quietHours: quiet }),
  };
}

/** The preferences as they will be with this change. */
export function wished(known: Preferences, change: Change): Preferences {
  const grid = known.grid.map((cell) => {
    const wish = change.grid?.find((one) => same(one, cell));
    return wish === undefined ? cell : { ...cell, enabled: wish.enabled };
  });
  const quietHours = change.quietHours === undefined ? known.quietHours : change.quietHours;
  return { ...known, grid, quietHours };
}

/** The cells of a topic that are on and can be switched off. */
export function mutable({ grid }: Preferences, topic: Cell['topic']): Cell[] {
  return grid.filter((cell) => cell.topic === topic && cell.enabled && !cell.locked);
}

/** Names that browsers still use for places that are called otherwise. */
const renamed: Readonly<Record<string, string>> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho Chi Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'America/Godthab': 'America/Nuuk',
};

/** A time zone as people read it. */
export function zoneName(zone: string): string {
  return renamed[zone] ?? zone.replaceAll('_', ' ');
}

/** Time zones by name, with the one of this browser and the one that is set among them. */
export function zones(known: readonly string[], ...wanted: (string | undefined)[]): string[] {
  const all = new Set([...known, 'UTC']);
  for (const zone of wanted) if (zone !== undefined) all.add(zone);
  return [...all].toSorted((a, b) => (zoneName(a) < zoneName(b) ? -1 : 1));
}
