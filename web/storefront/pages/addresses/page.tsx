/** The address book: add, change, remove with a way back, and which one things go to. */
import { useSearchParams } from 'react-router';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState, ErrorNotice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Person } from '../../state/session.ts';
import { AccountFrame } from '../account/frame.tsx';
import { addressLines, emptyAddress, typedAddress } from '../checkout/address.ts';
import { AddressForm } from './address-form.tsx';
import { addresses_max, useBook, type Address, type Book } from './book.ts';
import { Entry } from './entry.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('address.title'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  return (
    <Personal
      title={t('address.title')}
      why={t('address.why')}
      waiting={
        <AccountFrame title={t('address.title')}>
          <Shapes />
        </AccountFrame>
      }
      guests
      children={(person) => <Addresses person={person} />}
    />
  );
}

function Shapes() {
  return (
    <div className="grid gap-x-10 sm:grid-cols-2">
      <Skeleton className="my-5 h-44" />
      <Skeleton className="my-5 h-44 max-sm:hidden" />
    </div>
  );
}

function Addresses({ person }: { person: Person }) {
  const { speech } = useApp();
  const { t } = speech;
  const book = useBook(person.userId);
  const [search, setSearch] = useSearchParams();
  const list = book.data?.data ?? null;
  const editing = search.get('edit');
  const close = () => {
    setSearch({}, { replace: true, preventScrollReset: true });
    document.getElementById('main')?.focus();
  };
  const full = list !== null && list.length >= addresses_max;
  const isOpen = editing !== null && list !== null;
  return (
    <AccountFrame
      title={t('address.title')}
      lead={t('address.lead')}
      action={
        list !== null &&
        list.length > 0 &&
        !isOpen && (
          <div>
            <Button
              id="add-address"
              kind="primary"
              whyNot={full ? t('problem.address-limit', { limit: addresses_max }) : ''}
              onClick={() => setSearch({ edit: 'new' }, { preventScrollReset: true })}
            >
              {t('address.add')}
            </Button>
          </div>
        )
      }
    >
      {list === null && book.problem !== null && (
        <ErrorNotice
          title={t('address.problem')}
          text={problemText(speech, book.problem)}
          requestId={book.problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button size="sm" busy={book.loading} onClick={book.reload}>
              {t('retry')}
            </Button>
          }
        />
      )}
      {list === null && book.problem === null && (
        <>
          <Loading label={t('loading')} />
          <Shapes />
        </>
      )}
      {isOpen && <Editor {...{ person, book, list, editing, close }} />}
      {list !== null && list.length === 0 && editing === null && (
        <EmptyState icon="place" title={t('address.none')} text={t('address.none.text')}>
          <ButtonLink to="?edit=new" kind="primary">
            {t('address.add')}
          </ButtonLink>
        </EmptyState>
      )}
      {list !== null && list.length > 0 && <List book={book} list={list} />}
    </AccountFrame>
  );
}

interface EditorProps {
  person: Person;
  book: Book;
  list: readonly Address[];
  editing: string;
  close(): void;
}

function Editor({ person, book, list, editing, close }: EditorProps) {
  const { deliverTo, speech, toasts } = useApp();
  const { t } = speech;
  const address = list.find(({ addressId }) => addressId === editing);
  if (address === undefined && editing !== 'new') {
    return (
      <ErrorNotice
        title={t('problem.title')}
        text={t('problem.address-not-found')}
        actions={
          <Button size="sm" onClick={close}>
            {t('close')}
          </Button>
        }
      />
    );
  }
  const place = deliverTo.place.get();
  const start =
    address === undefined
      ? { ...emptyAddress(place?.country, place?.postalCode), name: person.name }
      : typedAddress(address);
  return (
    <AddressForm
      key={editing}
      title={t(address === undefined ? 'address.add' : 'address.change')}
      draft={`address.${person.userId}.${editing}`}
      start={start}
      isDefault={address?.isDefault ?? list.length === 0}
      save={async (body, key) => {
        await book.save(address?.addressId ?? null, body, key);
        toasts.show({ text: t('address.saved'), tone: 'good' });
        close();
      }}
      onCancel={close}
    />
  );
}

function List({ book, list }: { book: Book; list: readonly Address[] }) {
  const { deliverTo, speech, toasts } = useApp();
  const { t } = speech;
  const [, setSearch] = useSearchParams();
  const remove = async (address: Address) => {
    if (!(await book.remove(address))) return;
    const [name = ''] = addressLines(address);
    toasts.show({
      text: t('address.removed', { name, line: address.line1 }),
      action: { label: t('undo'), run: () => void book.putBack(address) },
    });
    document.getElementById('main')?.focus();
  };
  const sorted = list.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
  return (
    <div className="grid gap-4">
      <FormProblem problem={book.refused} title={t('address.failed')} />
      <ul className="grid gap-x-10 sm:grid-cols-2">
        {sorted.map((address) => (
          <Entry
            key={address.addressId}
            address={address}
            busy={book.busyId === address.addressId}
            onEdit={() => setSearch({ edit: address.addressId }, { preventScrollReset: true })}
            onDefault={() => void book.makeDefault(address)}
            onDeliver={() => {
              const { country, postalCode } = address;
              deliverTo.choose({ country, postalCode, own: true });
              toasts.show({ text: t('address.here.done', { city: address.city }) });
            }}
            onRemove={() => void remove(address)}
          />
        ))}
      </ul>
    </div>
  );
}
