import type { Speech } from '../../i18n/translate.ts';

/** Days as the server says them: by cut-off, days of rest and holidays of houses and zone. */
export function wayDates(
  speech: Speech,
  { arrivesFrom, arrivesTo }: { arrivesFrom: string; arrivesTo: string },
): string {
  const day = (at: string) =>
    speech.date(new Date(at), {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    });
  if (arrivesFrom === arrivesTo) return day(arrivesFrom);
  return speech.t('checkout.delivery.between', { from: day(arrivesFrom), to: day(arrivesTo) });
}
