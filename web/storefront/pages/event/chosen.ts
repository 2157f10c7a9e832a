/**
 * What somebody wants of one session: so many of a kind, the best that are free, or these seats.
 * Of a kind it is one or the other.
 */
import type { Kind, Seat, Session } from '../../events/words.ts';

export interface Chosen {
  /** By kind: how many, wherever they are. */
  counts: Readonly<Record<string, number>>;
  /** By seat: its kind. */
  seats: Readonly<Record<string, string>>;
}

export const nothing: Chosen = { counts: {}, seats: {} };

export interface WantedItem {
  typeId: string;
  quantity: number;
  seats?: string[];
}

const seatsOf = (chosen: Chosen, typeId: string): string[] =>
  Object.keys(chosen.seats).filter((seat) => chosen.seats[seat] === typeId);

export function countOf(chosen: Chosen, typeId: string): number {
  return seatsOf(chosen, typeId).length || (chosen.counts[typeId] ?? 0);
}

/** The best that are free, in place of seats that were picked of this kind. */
export function withCount(chosen: Chosen, typeId: string, count: number): Chosen {
  const seats = Object.entries(chosen.seats).filter(([, kind]) => kind !== typeId);
  return {
    counts: { ...chosen.counts, [typeId]: count },
    seats: Object.fromEntries(seats),
  };
}

/** Picks a seat or gives it up; the same when the kind's limit is reached. */
export function withSeat(chosen: Chosen, seat: Pick<Seat, 'seat' | 'typeId'>, max: number): Chosen {
  const { typeId } = seat;
  const { [seat.seat]: had, ...rest } = chosen.seats;
  const counts = { ...chosen.counts, [typeId]: 0 };
  if (had !== undefined) return { counts, seats: rest };
  if (seatsOf(chosen, typeId).length >= max) return chosen;
  return { counts, seats: { ...chosen.seats, [seat.seat]: typeId } };
}

/** Without seats that somebody else has by now. */
export function without(chosen: Chosen, gone: readonly string[]): Chosen {
  const left = Object.entries(chosen.seats).filter(([seat]) => !gone.includes(seat));
  return { ...chosen, seats: Object.fromEntries(left) };
}

export function itemsOf(chosen: Chosen, kinds: readonly Pick<Kind, 'typeId'>[]): WantedItem[] {
  return kinds.flatMap(({ typeId }): WantedItem[] => {
    const seats = seatsOf(chosen, typeId);
    if (seats.length > 0) return [{ typeId, quantity: seats.length, seats }];
    const quantity = chosen.counts[typeId] ?? 0;
    return quantity > 0 ? [{ typeId, quantity }] : [];
  });
}

/** All-in. Summed in thousandths, in which prices of every currency are whole numbers. */
export function totalOf(chosen: Chosen, kinds: readonly Pick<Kind, 'typeId' | 'price'>[]): number {
  const sum = kinds.reduce(
    (all, { typeId, price }) => all + Math.round(price * 1_000) * countOf(chosen, typeId),
    0,
  );
  return sum / 1_000;
}

/** As many as one may have now: the kind's limit, or what is left. */
export function maxOf(kind: Pick<Kind, 'typeId' | 'perBooking'>, session: Session): number {
  const left = session.ticketTypes.find(({ typeId }) => typeId === kind.typeId)?.left ?? 0;
  return Math.min(kind.perBooking, left);
}

export type Step = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';

/** Which seat the focus goes to within rows, as they are seen; null: it stays. */
export function stepTo(
  rows: readonly (readonly string[])[],
  from: string,
  step: Step,
): string | null {
  const y = rows.findIndex((row) => row.includes(from));
  const row = rows[y];
  if (row === undefined) return null;
  const x = row.indexOf(from);
  const near = (other: readonly string[] | undefined) =>
    other?.[Math.min(x, other.length - 1)] ?? null;
  const moves: Record<Step, string | null> = {
    ArrowLeft: row[x - 1] ?? null,
    ArrowRight: row[x + 1] ?? null,
    ArrowUp: near(rows[y - 1]),
    ArrowDown: near(rows[y + 1]),
    Home: row[0] ?? null,
    End: row.at(-1) ?? null,
  };
  return moves[step];
}
