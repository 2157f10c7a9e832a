/** Carriers: what of a parcel's size counts with each, and how long a piece may be. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { DealForm } from '../admin-pricing/deal-form.tsx';
import { faultsIn } from '../admin-pricing/faults.ts';
import { Asked } from '../admin-pricing/frame.tsx';
import { Missing, Rows } from '../admin-pricing/rows.tsx';
import { Intro, ShippingPage } from './frame.tsx';
import { Remove } from '../admin-pricing/remove.tsx';
import { basedOn, besides, Elsewhere, Merged, useTyped } from '../admin-pricing/typed-over.tsx';
import { markOf } from '../admin-pricing/laid-over.ts';
import {
  carrierBody,
  carrierNumbers,
  carrierTyped,
  codeFor,
  noCarrier,
  type Carrier,
  type TypedCarrier,
} from './typed.ts';

const home = '/admin/shipping/carriers';

function useCarriers(userId: string) {
  const { api } = useApp();
  return useQuery(`${userId} carriers`, (signal) =>
    api.request('GET /admin/shipping-carriers', { signal }),
  );
}

export function Carriers() {
  const { t } = useApp().speech;
  return (
    <ShippingPage title={t('shipping.nav.carriers')}>
      {(userId) => <List userId={userId} />}
    </ShippingPage>
  );
}

function List({ userId }: { userId: string }) {
  const { t, number } = useApp().speech;
  const found = useCarriers(userId);
  const none = { title: t('shipping.carriers.none'), text: t('shipping.carriers.none.text') };
  return (
    <>
      <Intro
        text={t('shipping.carriers.text')}
        add={{ to: `${home}/new`, label: t('shipping.carriers.add') }}
      />
      <Asked of={found}>
        {({ data }) => (
          <Rows<Carrier>
            rows={data}
            none={none}
            keyOf={({ carrier }) => carrier}
            nameOf={({ name }) => name}
            to={({ carrier }) => `${home}/${carrier}`}
            facts={({ divisor, maxLengthMillimetres: length, rates }) => (
              <>
                <span>
                  {divisor === null
                    ? t('shipping.divisor.none')
                    : t('shipping.divisor.is', { volume: number(divisor) })}
                </span>
                {length !== null && (
                  <span>{t('shipping.length.is', { length: number(length) })}</span>
                )}
                <span>{t('shipping.carrier.rates', { count: rates })}</span>
              </>
            )}
          />
        )}
      </Asked>
    </>
  );
}

/** `which`: its code, or `new`. */
export function CarrierPage({ which }: { which: string }) {
  const { t } = useApp().speech;
  return (
    <ShippingPage title={t(which === 'new' ? 'shipping.carriers.add' : 'shipping.carrier')}>
      {(userId) => <Kept userId={userId} which={which} />}
    </ShippingPage>
  );
}

function Kept({ userId, which }: { userId: string; which: string }) {
  const found = useCarriers(userId);
  return (
    <Asked of={found}>
      {({ data }) => {
        const kept = data.find((one) => one.carrier === which) ?? null;
        if (kept === null && which !== 'new') return <Missing to={home} />;
        const taken = data.map((one) => one.carrier);
        return <Form key={markOf(kept)} {...{ kept, taken }} onReload={found.reload} />;
      }}
    </Asked>
  );
}

interface FormProps {
  kept: Carrier | null;
  taken: readonly string[];
  onReload(): void;
}

function Form({ kept, taken, onReload }: FormProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const [start] = useState(() => (kept === null ? noCarrier : carrierTyped(kept)));
  const draft = useTyped<TypedCarrier>(`carrier ${kept?.carrier ?? 'new'}`, start);
  const typed = draft.value;
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem);
  const change = (some: Partial<TypedCarrier>) => {
    if (action.problem !== null) action.clear();
    draft.change(some);
  };
  const save = async (key: string) => {
    const carrier = kept?.carrier ?? codeFor(typed.name, taken, 'carrier');
    const body = carrierBody(typed);
    const call = { params: { carrier }, body, key, ifMatch: basedOn(kept) };
    await api.request('PUT /admin/shipping-carriers/{carrier}', call);
    return undefined;
  };
  return (
    <div className="grid grid-cols-1 gap-10">
      <DealForm
        name={typed.name}
        onName={(name) => change({ name })}
        to={home}
        forget={draft.forget}
        action={besides(action)}
        notice={<Merged draft={draft} />}
        {...{ faultAt, save }}
      >
        <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
          {carrierNumbers.map((name) => (
            <Field
              key={name}
              name={name}
              label={t(`shipping.${name}`)}
              hint={t(name === 'divisor' ? 'shipping.divisor.hint' : 'shipping.any.hint')}
              inputMode="numeric"
              maxLength={9}
              value={typed[name]}
              error={faultAt(name)}
              onChange={({ target }) => change({ [name]: target.value })}
            />
          ))}
        </div>
        <Elsewhere {...{ action, onReload }} />
      </DealForm>
      {kept !== null && (
        <div className="grid justify-items-start gap-2">
          <Remove
            name={kept.name}
            whyNot={kept.rates > 0 ? t('shipping.carrier.used', { count: kept.rates }) : ''}
            run={(key) => {
              const call = { params: { carrier: kept.carrier }, key, ifMatch: basedOn(kept) };
              return api.request('DELETE /admin/shipping-carriers/{carrier}', call);
            }}
            onDone={() => void navigate(home)}
          >
            <p>{t('shipping.carrier.remove.text')}</p>
          </Remove>
        </div>
      )}
    </div>
  );
}
