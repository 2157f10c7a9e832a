/** The event as machines read it: every session, with its price and whether there are tickets. */
import type { EventShown, Session } from '../../events/words.ts';

const stock = {
  available: 'InStock',
  'few-left': 'LimitedAvailability',
  'sold-out': 'SoldOut',
  'not-open': 'PreOrder',
  over: 'Discontinued',
} as const;

function statusOf({ state, movedFrom }: Session): string {
  if (state === 'CANCELLED') return 'EventCancelled';
  return movedFrom === null ? 'EventScheduled' : 'EventRescheduled';
}

export function jsonLdOf(event: EventShown, origin: string): object {
  const { name, slug, summary, venue, organiser, priceFrom, currency } = event;
  const url = `${origin}/e/${slug}`;
  const location = {
    '@type': 'Place',
    name: venue.name,
    address: {
      '@type': 'PostalAddress',
      streetAddress: venue.line1,
      addressLocality: venue.city,
      postalCode: venue.postalCode,
      addressCountry: venue.country,
    },
  };
  const organizer = {
    '@type': 'Organization',
    name: organiser.name,
    url: `${origin}/s/${organiser.slug}`,
  };
  const sessions = event.sessionList.map((session) => ({
    '@type': 'Event',
    name,
    description: summary,
    url,
    startDate: session.startsAt,
    endDate: session.endsAt,
    eventStatus: `https://schema.org/${statusOf(session)}`,
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    location,
    organizer,
    offers: {
      '@type': 'AggregateOffer',
      lowPrice: priceFrom ?? 0,
      priceCurrency: currency,
      availability: `https://schema.org/${stock[session.availability]}`,
      url,
    },
  }));
  return { '@context': 'https://schema.org', '@graph': sessions };
}
