// Another address for an order: the buyer's own ones, those of another region with the reason why
// not, since tax and delivery were quoted for a place.
import { useState, type FormEvent } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey, type ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Link } from '../../../ui/link.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import type { CancelDialogProps } from './cancel-dialog.tsx';
import type { OwnOrder } from './progress.ts';

type Address = ReplyOf<'GET /me/addresses'>['data'][number];
type Place = OwnOrder['shippingAddress'];

const addresses_max = 100;

export function AddressDialog({ open, order, onClose, onChanged }: CancelDialogProps) {
  const { t } = useSpeech();
  const title = t('orders.address.title');
  return (
    <Dialog {...{ open, onClose, title }} closeLabel={t('close')}>
      {open && <AddressForm {...{ order, onClose, onChanged }} />}
    </Dialog>
  );
}

const plain = (text: string | undefined) => (text ?? '').trim().toLowerCase();
const sameRegion = (a: Place, b: Place) =>
  a.country === b.country && plain(a.state) === plain(b.state);
const samePlace = (a: Place, b: Place) =>
  sameRegion(a, b) &&
  (['name', 'line1', 'line2', 'city', 'postalCode'] as const).every(
    (field) => plain(a[field]) === plain(b[field]),
  );

function AddressForm({ order, onClose, onChanged }: Omit<CancelDialogProps, 'open'>) {
  const { api, toasts } = useApp();
  const { t } = useSpeech();
  const query = useQuery('addresses', (signal) =>
    api.request('GET /me/addresses', { query: { limit: addresses_max }, signal }),
  );
  const [key, setKey] = useState(newKey);
  const [chosen, setChosen] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const failed = problem ?? query.problem;
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { orderId } = order;
      const body = { addressId: chosen };
      await api.request('POST /orders/{orderId}/address', { params: { orderId }, body, key });
      toasts.show({ text: t('orders.address.done'), tone: 'good' });
      onClose();
      onChanged();
    } catch (error) {
      const refused = problemIn(error);
      if (refused === null) throw error;
      setProblem(refused);
      if (refused.code === 'address-not-changeable') onChanged();
    } finally {
      setBusy(false);
    }
  };
  const choose = (addressId: string) => {
    setChosen(addressId);
    setKey(newKey());
    setProblem(null);
  };
  return (
    <form className="grid gap-5" onSubmit={(event) => void send(event)}>
      <p>{t('orders.address.lead')}</p>
      {query.data === null && query.problem === null ? (
        <Skeleton className="h-24 w-full" />
      ) : (
        <Choices {...{ order, chosen }} list={query.data?.data ?? []} onChoose={choose} />
      )}
      <Link to="/account/addresses" className="target w-fit underline underline-offset-4">
        {t('orders.address.book')}
      </Link>
      {failed !== null && <NotChanged problem={failed} />}
      <div className="flex flex-wrap gap-3">
        <Button
          type="submit"
          kind="primary"
          id="address-send"
          busy={busy}
          {...(chosen === '' ? { whyNot: t('orders.address.pick') } : {})}
        >
          {t('orders.address.send')}
        </Button>
        <Button onClick={onClose}>{t('orders.address.keep')}</Button>
      </div>
    </form>
  );
}

function NotChanged({ problem }: { problem: ApiProblem }) {
  const { speech } = useApp();
  const { t, maybe } = speech;
  const why = maybe(`orders.why.change-address.${String(problem.body['reason'])}`);
  return (
    <ErrorNotice
      title={t('orders.address.failed')}
      text={why ?? problemText(speech, problem)}
      requestId={problem.requestId}
      requestLabel={t('failed.request')}
    />
  );
}

interface ChoicesProps {
  order: OwnOrder;
  list: readonly Address[];
  chosen: string;
  onChoose(addressId: string): void;
}

function Choices({ order, list, chosen, onChoose }: ChoicesProps) {
  const { t } = useSpeech();
  const now = order.shippingAddress;
  const near = list.filter((one) => sameRegion(one, now) && !samePlace(one, now));
  const rest = list.filter((one) => !near.includes(one));
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 font-medium">
        {t(near.length === 0 ? 'orders.address.none' : 'orders.address.pick')}
      </legend>
      {near.map((one) => (
        <label key={one.addressId} className="target flex items-start gap-3">
          <input
            type="radio"
            name="address"
            value={one.addressId}
            checked={one.addressId === chosen}
            onChange={() => onChoose(one.addressId)}
            className="mt-0.5 size-5 shrink-0 accent-accent"
          />
          <Lines of={one} />
        </label>
      ))}
      {rest.map((one) => (
        <div key={one.addressId} className="text-muted">
          <Lines of={one} />
          <p className="text-sm">
            {t(samePlace(one, now) ? 'orders.address.now' : 'orders.address.far')}
          </p>
        </div>
      ))}
    </fieldset>
  );
}

function Lines({ of: { name, line1, line2, city, state, postalCode } }: { of: Place }) {
  const place = `${city}, ${[state, postalCode].filter(Boolean).join(' ')}`;
  return (
    <span>
      {[name, line1, line2, place]
        .filter((line) => line !== undefined && line !== '')
        .map((line) => (
          <span key={line} className="block">
            <bdi>{line}</bdi>
          </span>
        ))}
    </span>
  );
}
