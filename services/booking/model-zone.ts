/** Times of day in a zone, by the machine's own time zone data. */

/** How far a zone's clocks are ahead of UTC at an instant. */
function ahead_ms(zone: string, at_ms: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at_ms);
  const of = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return local - (at_ms - (at_ms % 1_000));
}

/** The instant at which clocks of a zone show this time, so many days after the given instant. */
export function instantAt(of: {
  from_ms: number;
  inDays: number;
  /** `19:30` */
  at: string;
  zone: string;
}): Date {
  const { from_ms, inDays, at, zone } = of;
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const day = new Date(from_ms + ahead_ms(zone, from_ms) + inDays * 86_400_000);
  const shown = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hours, minutes);
  // Twice, since the offset of the guess may be that of the other side of a change of clocks.
  const guess = shown - ahead_ms(zone, shown);
  return new Date(shown - ahead_ms(zone, guess));
}

/** An instant as clocks of a zone show it, and how far ahead: `2030-05-01T19:30:00-04:00`. */
export function localTime(zone: string, at_ms: number): string {
  const ahead = Math.round(ahead_ms(zone, at_ms) / 60_000);
  const shown = new Date(at_ms + ahead * 60_000).toISOString().slice(0, 19);
  const two = (n: number) => String(n).padStart(2, '0');
  const off = Math.abs(ahead);
  return `${shown}${ahead < 0 ? '-' : '+'}${two(Math.floor(off / 60))}:${two(off % 60)}`;
}
