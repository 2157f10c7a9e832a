/**
 * What people want to be told, and where: a grid of topics and channels, and hours of quiet. Pure.
 * Only what differs from the defaults is stored, so that a new topic has a default for everybody.
 */

export const topics = ['orders', 'messages', 'price-drops', 'stock', 'sales', 'account'] as const;
export type Topic = (typeof topics)[number];

export const channels = ['email', 'sms', 'push', 'in-app'] as const;
export type Channel = (typeof channels)[number];

export interface Cell {
  topic: Topic;
  channel: Channel;
}

export interface QuietHours {
  /** Minutes after midnight, local time. */
  from: number;
  to: number;
  /** IANA name. */
  timeZone: string;
}

export interface Preferences {
  /** By `topic:channel`. */
  cells: Readonly<Record<string, boolean>>;
  quiet: QuietHours | null;
}

export const noPreferences: Preferences = { cells: {}, quiet: null };

export const keyOf = ({ topic, channel }: Cell): string => `${topic}:${channel}`;

/** Why a cell is always on; null for all others. */
export function lockOf({ topic, channel }: Cell): string | null {
  if (channel !== 'email') return null;
  // The mail is the receipt of a contract that was made at a distance.
  if (topic === 'orders') return 'order-mail-is-the-receipt';
  // A new password that is not the owner's doing must not go unnoticed.
  return topic === 'account' ? 'account-mail-keeps-the-account-safe' : null;
}

/** Why nothing goes out on a channel, whatever is wished; null when it works. */
export function outageOf(channel: Channel): string | null {
  if (channel === 'sms') return 'no-sms-gateway';
  return channel === 'push' ? 'no-push-service' : null;
}

/** What holds for who has said nothing: advertising is asked for, never assumed. */
export function defaultOf({ topic, channel }: Cell): boolean {
  if (channel === 'in-app') return true;
  return channel === 'email' && topic !== 'sales';
}

/** Whether a person wants this topic on this channel. */
export function wants(preferences: Preferences, cell: Cell): boolean {
  if (lockOf(cell) !== null) return true;
  return preferences.cells[keyOf(cell)] ?? defaultOf(cell);
}

export interface GridCell extends Cell {
  enabled: boolean;
  locked: boolean;
  /** Why it is locked. */
  reason: string | null;
}

/** The whole grid, topic by topic. */
export function gridOf(preferences: Preferences): GridCell[] {
  return topics.flatMap((topic) =>
    channels.map((channel) => {
      const cell = { topic, channel };
      const reason = lockOf(cell);
      return { ...cell, enabled: wants(preferences, cell), locked: reason !== null, reason };
    }),
  );
}

/** `07:05` as minutes after midnight; undefined for no time of day. */
export function minutesOf(text: string): number | undefined {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined;
}

/** Minutes after midnight as `07:05`. */
export function timeOf(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The name as the runtime knows it, or undefined for no time zone. */
export function timeZoneOf(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const minute_ms = 60_000;
const day_min = 24 * 60;

function localMinutes(at_ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at_ms);
  return minutesOf(parts) ?? 0;
}

const forward = (from: number, to: number) => (to - from + day_min) % day_min;

/** When the quiet hours that run at this time end; null when none do. */
export function quietUntil(quiet: QuietHours | null, now_ms: number): number | null {
  if (quiet === null) return null;
  const { from, to, timeZone } = quiet;
  const now = localMinutes(now_ms, timeZone);
  if (forward(from, now) >= forward(from, to)) return null;
  const minuteBegan_ms = Math.floor(now_ms / minute_ms) * minute_ms;
  const end_ms = minuteBegan_ms + forward(now, to) * minute_ms;
  // Where the clocks are changed meanwhile the end is an hour off: put it right.
  const off = forward(to, localMinutes(end_ms, timeZone));
  const shift = off > day_min / 2 ? off - day_min : off;
  return end_ms - shift * minute_ms;
}
