import { useEffect } from 'react';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Button } from '../../../ui/button.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { countryName } from '../../shell/countries.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useStore } from '../../state/store.ts';
import { useQuery, type Query } from '../../state/use-query.ts';
import { AddressForm } from './address-form.tsx';
import { addressLines, type AddressProblems, type SentAddress } from './address.ts';
import { Choice, Choices } from './choice.tsx';
import { Lines } from './lines.tsx';
import type { Place } from './draft.ts';

export type Saved = ReplyOf<'GET /me/addresses'>['data'][number];
export type Book = Query<{ data: Saved[] }>;

const saved_max = 50;

/** The addresses of an account; a guest has none to choose from. */
export function useBook(): Book {
  const { api, session } = useApp();
  const state = useStore(session.state);
  const key = state.kind === 'user' ? state.user.userId : null;
  return useQuery(key, (signal) =>
    api.request('GET /me/addresses', { query: { limit: saved_max }, signal }),
  );
}

export interface PlacesProps {
  kind: 'shipping' | 'billing';
  label: string;
  place: Place;
  book: Book;
  problems: AddressProblems;
  onChange(place: Place): void;
}

/** An address: one of the book, or a new one. */
export function Places(props: PlacesProps) {
  const { kind, label, place, book, problems, onChange } = props;
  const { session, speech } = useApp();
  const { t, locale } = speech;
  const isUser = useStore(session.state).kind === 'user';
  const list = book.data?.data ?? null;
  usePick({ place, list: isUser ? list : null, onChange });
  const form = (
    <AddressForm
      kind={kind}
      typed={place.typed}
      problems={problems}
      onChange={(typed) => onChange({ ...place, typed, chosen: null })}
    />
  );
  if (!isUser) return form;
  if (list === null && book.problem !== null) {
    const again = (
      <Button size="sm" onClick={book.reload}>
        {t('retry')}
      </Button>
    );
    return (
      <div className="grid gap-5">
        <ErrorNotice
          title={t('checkout.address.book.problem')}
          text={problemText(speech, book.problem)}
          actions={again}
        />
        {form}
      </div>
    );
  }
  if (list === null) return <Skeleton className="h-32" />;
  if (list.length === 0) return form;
  return (
    <Choices label={label}>
      {list.map((saved) => {
        const [name, ...rest] = addressLines(saved);
        return (
          <Choice
            key={saved.addressId}
            name={`${kind}-saved`}
            value={saved.addressId}
            checked={place.chosen === saved.addressId}
            onChoose={() => onChange({ ...place, chosen: saved.addressId })}
            title={<bdi>{name}</bdi>}
            text={<Lines lines={[...rest, countryName(saved.country, locale)]} />}
          />
        );
      })}
      <Choice
        name={`${kind}-saved`}
        value="new"
        checked={place.chosen === null}
        onChoose={() => onChange({ ...place, chosen: null })}
        title={t('checkout.address.new')}
        text={t('checkout.address.new.text')}
      >
        {form}
      </Choice>
    </Choices>
  );
}

/** Who has addresses and has typed nothing starts with the usual one. */
function usePick(of: {
  place: Place;
  list: readonly Saved[] | null;
  onChange(place: Place): void;
}): void {
  const { place, list, onChange } = of;
  useEffect(() => {
    if (list === null || list.length === 0) return;
    const has = (id: string | undefined) => list.some(({ addressId }) => addressId === id);
    if (place.chosen !== null) {
      if (!has(place.chosen)) onChange({ ...place, chosen: null });
      return;
    }
    // What was typed here before is in the book by now.
    if (place.kept !== null && has(place.kept.id)) {
      onChange({ ...place, chosen: place.kept.id, kept: null });
      return;
    }
    const { name, line1, city } = place.typed;
    if (name !== '' || line1 !== '' || city !== '') return;
    const usual = list.find(({ isDefault }) => isDefault) ?? list[0];
    if (usual !== undefined) onChange({ ...place, chosen: usual.addressId });
    // Only when the book arrives: afterwards the shopper decides.
  }, [list]);
}

/** The address that counts: chosen from the book, or typed. */
export function addressOf(place: Place, book: Book): SentAddress {
  const chosen = book.data?.data.find(({ addressId }) => addressId === place.chosen);
  return chosen ?? { ...place.typed };
}
