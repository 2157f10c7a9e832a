/** The tickets of a session: what each kind costs all-in, how many, which seats, and the way on. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { momentAt } from '../../events/moment.ts';
import { seatName, type EventShown, type Kind, type Session } from '../../events/words.ts';
import { useLater } from '../../shell/later.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import { countOf, itemsOf, maxOf, nothing, totalOf, withCount, without } from './chosen.ts';
import type { Chosen } from './chosen.ts';
import { Waitlist } from './waitlist.tsx';

interface Props {
  event: EventShown;
  session: Session;
}

const seatParts = { load: () => import('./seats.tsx'), area: 'events' } as const;

export function Tickets({ event, session }: Props) {
  const speech = useSpeech();
  const { t } = speech;
  const [chosen, setChosen] = useState(nothing);
  // Seats that were refused: they are looked at again.
  const [round, setRound] = useState(0);
  const { availability, state } = session;
  const isOpen =
    state === 'SCHEDULED' && (availability === 'available' || availability === 'few-left');
  return (
    <section className="grid gap-5" aria-labelledby="tickets">
      <h2 id="tickets" className="text-xl">
        {t('events.tickets')}
      </h2>
      {availability === 'not-open' && event.salesFrom !== null && (
        <Notice title={t('events.state.not-open')}>
          <span suppressHydrationWarning>
            {t('events.sales-from', { time: momentAt(speech, event.salesFrom, session.zone) })}
          </span>
        </Notice>
      )}
      {availability === 'over' && state === 'SCHEDULED' && <Notice>{t('events.over.text')}</Notice>}
      <ul className="border-t border-line">
        {event.ticketTypes.map((kind) => (
          <KindRow
            key={kind.typeId}
            {...{ event, session, kind, chosen, isOpen }}
            onCount={(count) => setChosen(withCount(chosen, kind.typeId, count))}
          />
        ))}
      </ul>
      {isOpen && event.ticketTypes.some(({ seated }) => seated) && (
        <SeatChoice {...{ event, session, chosen, round }} onChange={setChosen} />
      )}
      {isOpen && (
        <Take
          {...{ event, session, chosen }}
          onGone={(seats) => {
            setChosen(without(chosen, seats));
            setRound(round + 1);
          }}
        />
      )}
    </section>
  );
}

interface KindProps extends Props {
  kind: Kind;
  chosen: Chosen;
  isOpen: boolean;
  onCount(count: number): void;
}

function KindRow({ event, session, kind, chosen, isOpen, onCount }: KindProps) {
  const { t, money } = useSpeech();
  const { typeId, name, description, price, fee, perBooking, seated } = kind;
  const own = session.ticketTypes.find((one) => one.typeId === typeId);
  const state = own?.availability ?? 'sold-out';
  const waits = state === 'sold-out' && session.state === 'SCHEDULED';
  return (
    <li className="grid gap-3 border-b border-line py-5">
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-[1fr_auto]">
        <div className="grid gap-0.5">
          <h3 className="text-lg wrap-anywhere">
            <bdi>{name}</bdi>
          </h3>
          {description !== '' && (
            <p className="text-sm text-muted wrap-anywhere">
              <bdi>{description}</bdi>
            </p>
          )}
          <p className="figures" suppressHydrationWarning>
            <strong>{price === 0 ? t('events.free') : money(price, event.currency)}</strong>{' '}
            <span className="text-sm text-muted">
              {fee > 0 ? t('events.fee', { fee: money(fee, event.currency) }) : t('events.no-fee')}
            </span>
          </p>
          <p className="text-sm text-muted">
            {state === 'few-left' && (
              <>{t('events.state.few-left', { count: own?.left ?? 0 })} · </>
            )}
            {t('events.limit', { count: perBooking })}
          </p>
        </div>
        {isOpen && !waits && (
          <div className="grid content-start justify-items-start gap-1 sm:justify-items-end">
            <Stepper
              value={countOf(chosen, typeId)}
              min={0}
              max={maxOf(kind, session)}
              label={t('events.count', { name })}
              labels={{ less: t('events.less', { name }), more: t('events.more', { name }) }}
              onChange={onCount}
            />
            {seated && <span className="text-sm text-muted">{t('events.best')}</span>}
          </div>
        )}
        {waits && <p className="font-medium">{t('events.state.sold-out')}</p>}
      </div>
      {waits && <Waitlist {...{ event, session, kind }} waiting={own?.waiting ?? 0} />}
    </li>
  );
}

interface SeatChoiceProps extends Props {
  chosen: Chosen;
  round: number;
  onChange(chosen: Chosen): void;
}

/** The best that are free are taken anyway; who wants to can pick on a map, or from a list. */
function SeatChoice(props: SeatChoiceProps) {
  const { t } = useSpeech();
  const [way, setWay] = useState<'map' | 'list' | null>(null);
  const Part = useLater(seatParts, way !== null);
  const press = (next: 'map' | 'list') => setWay(way === next ? null : next);
  return (
    <div className="grid gap-4">
      <div className="needs-js flex flex-wrap gap-3">
        <Button aria-expanded={way === 'map'} onClick={() => press('map')}>
          {t('events.seats.map')}
        </Button>
        <Button aria-expanded={way === 'list'} onClick={() => press('list')}>
          {t('events.seats.list')}
        </Button>
      </div>
      {way !== null && Part !== null && <Part {...props} way={way} />}
    </div>
  );
}

interface TakeProps extends Props {
  chosen: Chosen;
  onGone(seats: readonly string[]): void;
}

/** What was chosen with its sum, and the button that holds it. */
function Take({ event, session, chosen, onGone }: TakeProps) {
  const app = useApp();
  const { t, money, list } = app.speech;
  const navigate = useNavigate();
  const action = useAction();
  const items = itemsOf(chosen, event.ticketTypes);
  const quantity = items.reduce((sum, item) => sum + item.quantity, 0);
  const seats = items.flatMap((item) => item.seats ?? []);
  const take = async (key: string) => {
    await app.session.ensureGuest();
    const body = { sessionId: session.sessionId, items };
    const made = await app.api.request('POST /bookings', { body, key }).catch((error: unknown) => {
      const gone = problemIn(error)?.body['seats'];
      if (Array.isArray(gone)) onGone(gone.filter((one) => typeof one === 'string'));
      throw error;
    });
    await navigate(`/e/${event.slug}/book?booking=${made.bookingId}`);
  };
  return (
    <div className="grid gap-4 rounded-lg bg-surface p-6" aria-live="polite">
      <p className="figures flex flex-wrap items-baseline justify-between gap-3">
        <span>{t('events.chosen', { count: quantity })}</span>
        <strong className="text-xl" suppressHydrationWarning>
          {money(totalOf(chosen, event.ticketTypes), event.currency)}
        </strong>
      </p>
      {seats.length > 0 && (
        <p className="text-sm text-muted">
          {list(seats.map((seat) => seatName(app.speech, seat)))}
        </p>
      )}
      {action.problem !== null && <Refused problem={action.problem} />}
      <div>
        <Button
          id="take"
          kind="primary"
          size="lg"
          busy={action.busy}
          whyNot={quantity === 0 ? t('events.take.none') : ''}
          onClick={() => void action.run(take)}
        >
          {t('events.take')}
        </Button>
      </div>
      <p className="text-sm text-muted">{t('events.take.text')}</p>
    </div>
  );
}

function Refused({ problem }: { problem: ApiProblem }) {
  const { speech } = useApp();
  const gone = problem.body['seats'];
  const names = Array.isArray(gone) ? gone.map((one) => seatName(speech, String(one))) : [];
  return (
    <Notice tone="problem" title={speech.t('events.take.refused')} live>
      {problemText(speech, problem)} {names.length > 0 && speech.list(names)}
    </Notice>
  );
}
