/** Days of arrival as the shipping room counts them: UTC days, Sundays left out. */
const day_ms = 86_400_000;
const sunday = 0;

export function arrival(
  now_ms: number,
  { minDays, maxDays }: { minDays: number; maxDays: number },
): { from: Date; to: Date } {
  return { from: workday(now_ms, minDays), to: workday(now_ms, maxDays) };
}

function workday(now_ms: number, days: number): Date {
  let at_ms = now_ms;
  for (let left = days; left > 0;) {
    at_ms += day_ms;
    if (new Date(at_ms).getUTCDay() !== sunday) left -= 1;
  }
  return new Date(at_ms);
}
