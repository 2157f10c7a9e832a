/** Working days of a zone: when a parcel leaves, and the day so many of them later; pure. */
const DAY_MS = 86_400_000;

export interface Calendar {
  timeZone: string;
  /** Minutes after midnight there; what is ordered later leaves the next working day. */
  cutoff_minute: number | null;
  /** Sunday is 0; never all seven. */
  restDays: readonly number[];
  /** YYYY-MM-DD. */
  holidays: ReadonlySet<string>;
}

export const plainCalendar: Calendar = {
  timeZone: 'UTC',
  cutoff_minute: null,
  restDays: [0],
  holidays: new Set(),
};

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-CA', {
    ...fields,
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  clocks.set(timeZone, made);
  return made;
}

/** The day and the minute of it at a place. */
export function localOf(at_ms: number, timeZone: string): { day: string; minute: number } {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at_ms)
      .map((part) => [part.type, part.value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return { day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

const next = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

const weekday = (day: string): number => (Date.parse(`${day}T00:00:00Z`) / DAY_MS + 4) % 7;

/** More holidays in a row than anywhere: looking on would be a loop. */
const days_max = 400;

function working(from: string, calendar: Calendar): string {
  let day = from;
  for (let tries = 0; tries < days_max; tries += 1) {
    if (!calendar.restDays.includes(weekday(day)) && !calendar.holidays.has(day)) return day;
    day = next(day);
  }
  return day;
}

/** The day on which a parcel that is ordered now leaves. */
export function leaves(now_ms: number, calendar: Calendar): string {
  const { day, minute } = localOf(now_ms, calendar.timeZone);
  const { cutoff_minute } = calendar;
  if (cutoff_minute === null) return day;
  return working(minute < cutoff_minute ? day : next(day), calendar);
}

/** So many working days after a day; none: the day itself. */
export function after(day: string, days: number, calendar: Calendar): string {
  let at = day;
  for (let left = days; left > 0; left -= 1) at = working(next(at), calendar);
  return at;
}
