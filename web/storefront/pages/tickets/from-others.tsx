/** What others handed to somebody with an account: tickets, and those that wait to be taken. */
import { useEffect } from 'react';
import { ButtonLink } from '../../../ui/button.tsx';
import { useApp } from '../../app.tsx';
import { keepTickets } from '../../events/kept.ts';
import { momentAt } from '../../events/moment.ts';
import { Cards } from '../../events/ticket-cards.tsx';
import type { HeldTicket, TicketsHead } from '../../events/words.ts';
import { QueryFailed } from '../../shell/query-failed.tsx';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';
import { Give } from './give.tsx';
import { Head } from './head.tsx';
import { Wallet } from './wallet.tsx';

interface FromOthersProps {
  userId: string;
  /** Whether there is anything. */
  found(any: boolean): void;
}

export function FromOthers(props: FromOthersProps) {
  const { session } = useApp();
  const { kind } = useStore(session.state);
  return kind === 'user' ? <Loaded {...props} /> : null;
}

const headOf = ({ ticketId, event, session, state }: HeldTicket): TicketsHead => {
  const stands = state === 'VALID' ? 'CONFIRMED' : 'CANCELLED';
  return { bookingId: ticketId, event, session, state: stands };
};

function Loaded({ userId, found }: FromOthersProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const held = useQuery(`held ${userId}`, (signal) => api.request('GET /me/tickets', { signal }));
  const offers = useQuery(`offers ${userId}`, (signal) =>
    api.request('GET /me/hand-overs', { signal }),
  );
  const tickets = held.data?.tickets.filter(isComing) ?? null;
  useEffect(() => {
    const own = held.data?.tickets.filter(isComing) ?? [];
    found(own.length > 0);
    for (const ticket of own) {
      keepTickets(userId, { booking: headOf(ticket), tickets: [ticket] });
    }
  }, [held.data, userId, found]);
  const open = offers.data?.offers ?? [];
  if (held.problem !== null && tickets === null) {
    return <QueryFailed of={held} title={t('hands.failed')} />;
  }
  return (
    <>
      {open.length > 0 && (
        <section className="grid gap-3" aria-labelledby="offers">
          <h2 id="offers" className="text-lg">
            {t('hands.offers')}
          </h2>
          <ul className="grid gap-3">
            {open.map(({ handOverId, event, session }) => (
              <li key={handOverId} className="grid gap-2 rounded-lg bg-surface p-5">
                <p className="font-semibold wrap-anywhere">
                  <bdi>{event.name}</bdi>
                </p>
                <p className="text-sm text-muted">
                  {momentAt(speech, session.startsAt, session.zone)}
                </p>
                <div>
                  <ButtonLink to={`/tickets/take#offer=${handOverId}`} kind="primary" size="sm">
                    {t('hands.offers.see')}
                  </ButtonLink>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {tickets !== null && tickets.length > 0 && (
        <section className="grid gap-4" aria-labelledby="from-others">
          <h2 id="from-others" className="text-lg">
            {t('hands.mine')}
          </h2>
          {tickets.map((ticket) => (
            <Held key={ticket.ticketId} ticket={ticket} reload={held.reload} />
          ))}
        </section>
      )}
    </>
  );
}

const isComing = ({ session }: HeldTicket) => Date.parse(session.endsAt) > Date.now();

function Held({ ticket, reload }: { ticket: HeldTicket; reload(): void }) {
  const { t } = useApp().speech;
  return (
    <div className="grid gap-4 border-t border-line pt-4" data-held={ticket.ticketId}>
      <Head booking={headOf(ticket)} />
      <Cards
        tickets={[ticket]}
        below={() => (
          <>
            {ticket.name !== null && (
              <p className="wrap-anywhere">{t('hands.name', { name: ticket.name })}</p>
            )}
            <Wallet ticket={ticket} />
            <Give {...{ ticket, zone: ticket.session.zone, reload }} />
          </>
        )}
      />
    </div>
  );
}
