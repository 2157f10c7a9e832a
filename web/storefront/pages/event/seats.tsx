/**
 * Seats of a session, on a map and as a list, by pointer or by keyboard: on the map one seat of
 * each part is a stop of Tab, and the arrows go on from there.
 */
import { clsx } from 'clsx';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { type EventShown, type Seat, type Session } from '../../events/words.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import { maxOf, stepTo, withSeat, type Chosen, type Step } from './chosen.ts';

interface SeatsProps {
  event: EventShown;
  session: Session;
  chosen: Chosen;
  /** Another look is wanted. */
  round: number;
  way: 'map' | 'list';
  onChange(chosen: Chosen): void;
}

interface Part {
  section: string;
  rows: { row: string; seats: Seat[] }[];
}

/** As the plan has them: parts, rows, seats. */
function partsOf(seats: readonly Seat[]): Part[] {
  const parts = new Map<string, Map<string, Seat[]>>();
  for (const seat of seats) {
    const rows = parts.get(seat.section) ?? new Map<string, Seat[]>();
    parts.set(seat.section, rows);
    rows.set(seat.row, [...(rows.get(seat.row) ?? []), seat]);
  }
  return [...parts].map(([section, rows]) => ({
    section,
    rows: [...rows].map(([row, own]) => ({ row, seats: own })),
  }));
}

export default function Seats(props: SeatsProps) {
  const { event, session, chosen, round, way, onChange } = props;
  const { api, speech } = useApp();
  const { t } = speech;
  const params = { eventId: event.eventId, sessionId: session.sessionId };
  const query = useQuery(`${session.sessionId} ${round}`, (signal) =>
    api.request('GET /events/{eventId}/sessions/{sessionId}/seats', { params, signal }),
  );
  if (query.data === null && query.problem !== null) {
    return (
      <ErrorNotice
        title={t('events.seats.failed')}
        text={problemText(speech, query.problem)}
        requestId={query.problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button size="sm" busy={query.loading} onClick={query.reload}>
            {t('retry')}
          </Button>
        }
      />
    );
  }
  if (query.data === null) {
    return (
      <>
        <Loading label={t('loading')} />
        <Skeleton className="h-64" />
      </>
    );
  }
  const pick = (seat: Seat) => {
    if (seat.state !== 'free' && !(seat.seat in chosen.seats)) return;
    const kind = event.ticketTypes.find(({ typeId }) => typeId === seat.typeId);
    if (kind !== undefined) onChange(withSeat(chosen, seat, maxOf(kind, session)));
  };
  const View = way === 'map' ? MapOf : ListOf;
  return (
    <div className="grid gap-6">
      {way === 'map' && <p className="text-sm text-muted">{t('events.seats.how')}</p>}
      {partsOf(query.data.seats).map((part) => (
        <View key={part.section} {...{ part, event, chosen, pick }} />
      ))}
    </div>
  );
}

interface PartProps {
  part: Part;
  event: EventShown;
  chosen: Chosen;
  pick(seat: Seat): void;
}

const steps = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];
const mirrored: Readonly<Record<string, Step>> = {
  ArrowLeft: 'ArrowRight',
  ArrowRight: 'ArrowLeft',
};

function useSeatWords(event: EventShown) {
  const { t, money } = useSpeech();
  return (seat: Seat, isPicked: boolean) => {
    const kind = event.ticketTypes.find(({ typeId }) => typeId === seat.typeId);
    const price = money(kind?.price ?? 0, event.currency);
    const state = isPicked ? 'picked' : seat.state === 'free' ? 'free' : 'taken';
    const where = t('events.seat.row', { row: seat.row, number: seat.number });
    return t(`events.seats.${state}`, { where, price });
  };
}

function MapOf({ part, event, chosen, pick }: PartProps) {
  const { t, direction } = useSpeech();
  const words = useSeatWords(event);
  const place = useRef<HTMLDivElement>(null);
  const first = part.rows.flatMap(({ seats }) => seats).find(({ state }) => state === 'free');
  const [at, setAt] = useState<string | null>(null);
  const stop = at ?? first?.seat ?? part.rows[0]?.seats[0]?.seat;
  const names = part.rows.map(({ seats }) => seats.map(({ seat }) => seat));
  const onKeyDown = (press: KeyboardEvent) => {
    if (stop === undefined || !steps.includes(press.key)) return;
    press.preventDefault();
    const step = press.key as Step;
    const to = stepTo(names, stop, direction === 'rtl' ? (mirrored[step] ?? step) : step);
    if (to === null) return;
    setAt(to);
    place.current?.querySelector<HTMLElement>(`[data-seat="${CSS.escape(to)}"]`)?.focus();
  };
  return (
    <div className="grid gap-2">
      <h3 className="font-semibold">
        <bdi>{part.section}</bdi>
      </h3>
      <div
        ref={place}
        role="group"
        aria-label={t('events.seats.part', { section: part.section })}
        className="overflow-x-auto pb-2"
        onKeyDown={onKeyDown}
      >
        <div className="grid w-max gap-1.5 p-1">
          {part.rows.map(({ row, seats }) => (
            <div key={row} className="flex items-center gap-1.5">
              <span aria-hidden="true" className="w-6 shrink-0 text-sm text-muted">
                {row}
              </span>
              {seats.map((seat) => {
                const isPicked = seat.seat in chosen.seats;
                return (
                  <SeatButton
                    key={seat.seat}
                    {...{ seat, isPicked }}
                    words={words(seat, isPicked)}
                    isStop={seat.seat === stop}
                    onPick={() => {
                      setAt(seat.seat);
                      pick(seat);
                    }}
                  />
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

interface SeatButtonProps {
  seat: Seat;
  words: string;
  isPicked: boolean;
  isStop: boolean;
  onPick(): void;
}

/** Told apart by more than colour: a number, a check, a cross. */
function SeatButton({ seat, words, isPicked, isStop, onPick }: SeatButtonProps) {
  const isFree = seat.state === 'free' || isPicked;
  return (
    <button
      type="button"
      data-seat={seat.seat}
      data-edge
      aria-pressed={isPicked}
      aria-disabled={!isFree || undefined}
      aria-label={words}
      title={words}
      tabIndex={isStop ? 0 : -1}
      onClick={onPick}
      className={clsx(
        'figures grid size-8 shrink-0 place-items-center rounded-md text-xs',
        isPicked && 'bg-accent font-bold text-accent-ink',
        isFree && !isPicked && 'border border-line-strong hover:border-ink',
        !isFree && 'bg-surface text-muted',
      )}
    >
      <span aria-hidden="true">{isPicked ? '✓' : isFree ? seat.number : '×'}</span>
    </button>
  );
}

/** Rows that open; in them the seats that are free. */
function ListOf({ part, event, chosen, pick }: PartProps) {
  const { t } = useSpeech();
  const words = useSeatWords(event);
  const [open, setOpen] = useState<readonly string[]>([]);
  return (
    <div className="grid gap-2">
      <h3 className="font-semibold">
        <bdi>{part.section}</bdi>
      </h3>
      {part.rows.map(({ row, seats }) => {
        const shown = seats.filter(({ seat, state }) => state === 'free' || seat in chosen.seats);
        return (
          <details
            key={row}
            className="border-b border-line"
            onToggle={(event_) => {
              const rest = open.filter((one) => one !== row);
              setOpen(event_.currentTarget.open ? [...rest, row] : rest);
            }}
          >
            <summary className="flex min-h-11 items-center">
              {t('events.seats.row', { row, count: shown.length })}
            </summary>
            {open.includes(row) && (
              <div className="grid gap-1 pb-4 sm:grid-cols-2">
                {shown.map((seat) => (
                  <Checkbox
                    key={seat.seat}
                    label={words(seat, seat.seat in chosen.seats)}
                    checked={seat.seat in chosen.seats}
                    onChange={() => pick(seat)}
                  />
                ))}
              </div>
            )}
          </details>
        );
      })}
    </div>
  );
}
