/**
 * An event: when and where, what tickets cost all-in and how many are left, seats, rules; and
 * below `book` the tickets that are held for somebody.
 */
import { useEffect, useState } from 'react';
import { useLoaderData, useParams } from 'react-router';
import { problemIn } from '../../../client/problem.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import type { EventShown } from '../../events/words.ts';
import { elsewhere, notFound, pageLoader, type Handle } from '../../page.ts';
import { Heading } from '../../shell/heading.tsx';
import { jsonLdOf } from './json-ld.ts';
import { Landing } from './landing.tsx';

export const loader = pageLoader<EventShown>(async ({ app, params, signal }) => {
  const part = params['*'] ?? '';
  if (part !== '' && part !== 'book') notFound();
  const eventId = params['slug'] ?? '';
  const call = { params: { eventId }, signal };
  const event = await app.api.request('GET /events/{eventId}', call).catch((error: unknown) => {
    // A name that no event can have.
    if (problemIn(error)?.status === 422) return notFound();
    throw error;
  });
  if (eventId !== event.slug) elsewhere(`/e/${event.slug}`, 301);
  return event;
});

export const handle: Handle<EventShown> = {
  meta: ({ app, data, params }) => {
    const { t } = app.speech;
    const { name, slug, summary } = data;
    if (params['*'] === 'book') return { title: t('events.book.title', { name }), noindex: true };
    return {
      title: t('events.one.title', { name, city: data.venue.city }),
      description: t('events.one.description', { name, summary }),
      canonical: `/e/${slug}`,
      jsonLd: import.meta.env.SSR ? [jsonLdOf(data, app.origin)] : [],
    };
  },
  // What is left is told as it is; the browser asks anew before anything is taken.
  cache: () => ({ tags: [], ttl_s: 2 }),
};

export function Component() {
  const event = useLoaderData<typeof loader>();
  const isBooking = useParams()['*'] === 'book';
  return isBooking ? <Booked event={event} /> : <Landing key={event.eventId} event={event} />;
}

/** With the words of the payment, which nobody else on this page needs. */
function usePart() {
  const { learn } = useApp();
  const [Part, setPart] = useState<typeof import('../event-book/book.tsx').default | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    let over = false;
    const words = (['checkout', 'kept'] as const).map((area) => learn(area));
    Promise.all([import('../event-book/book.tsx'), ...words]).then(
      ([module]) => over || setPart(() => module.default),
      (reason: Error) => over || setError(reason),
    );
    return () => {
      over = true;
    };
  }, [learn]);
  // What does not come is told by the page for that, with a way to try again.
  if (error !== null) throw error;
  return Part;
}

function Booked({ event }: { event: EventShown }) {
  const { t } = useApp().speech;
  const Part = usePart();
  if (Part !== null) return <Part event={event} />;
  return (
    <div className="page grid gap-6 pt-8 pb-16">
      <Heading className="text-2xl">{t('events.book.title', { name: event.name })}</Heading>
      <Skeleton className="h-17" />
      <Skeleton className="h-96" />
    </div>
  );
}
