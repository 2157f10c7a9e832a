/** One zone: where it is, its calendar, and what is paid in it. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { DealForm } from '../admin-pricing/deal-form.tsx';
import { faultsIn } from '../admin-pricing/faults.ts';
import { Asked } from '../admin-pricing/frame.tsx';
import { CalendarFields } from './calendar-fields.tsx';
import { Missing, Rows } from '../admin-pricing/rows.tsx';
import { ShippingPage } from './frame.tsx';
import { Remove } from '../admin-pricing/remove.tsx';
import { basedOn, besides, Elsewhere, Merged, useTyped } from '../admin-pricing/typed-over.tsx';
import { markOf } from '../admin-pricing/laid-over.ts';
import {
  codeFor,
  countriesIn,
  noZone,
  zoneBody,
  zoneTyped,
  type Rate,
  type TypedZone,
  type Zone,
} from './typed.ts';

const home = '/admin/shipping';

/** `which`: its code, or `new`. */
export function ZonePage({ which }: { which: string }) {
  const { t } = useApp().speech;
  return (
    <ShippingPage title={t(which === 'new' ? 'shipping.zones.add' : 'shipping.zone')}>
      {(userId) => <Kept userId={userId} zone={which} />}
    </ShippingPage>
  );
}

function Kept({ userId, zone }: { userId: string; zone: string }) {
  const { api } = useApp();
  const found = useQuery(`${userId} zone ${zone}`, async (signal) => {
    const { data } = await api.request('GET /admin/shipping-zones', { signal });
    const kept = data.find((one) => one.zone === zone) ?? null;
    if (kept === null) return { zones: data, kept, rates: [] };
    const rates = await api.request('GET /admin/shipping-rates', { query: { zone }, signal });
    return { zones: data, kept, rates: rates.data };
  });
  return (
    <Asked of={found}>
      {({ zones, kept, rates }) => {
        if (zone === 'new') return <Form kept={null} zones={zones} onReload={found.reload} />;
        if (kept === null) return <Missing to={home} />;
        return (
          <div className="grid grid-cols-1 items-start gap-12">
            <Form key={markOf(kept)} kept={kept} zones={zones} onReload={found.reload} />
            <Rates zone={kept} rates={rates} onChanged={found.reload} />
          </div>
        );
      }}
    </Asked>
  );
}

interface FormProps {
  kept: Zone | null;
  zones: readonly Zone[];
  onReload(): void;
}

function Form({ kept, zones, onReload }: FormProps) {
  const { api, speech } = useApp();
  const { t, list, locale } = speech;
  const [start] = useState(() => (kept === null ? noZone : zoneTyped(kept)));
  const draft = useTyped<TypedZone>(`zone ${kept?.zone ?? 'new'}`, start);
  const typed = draft.value;
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem);
  const change = (some: Partial<TypedZone>) => {
    if (action.problem !== null) action.clear();
    draft.change(some);
  };
  const save = async (key: string) => {
    const taken = zones.map((one) => one.zone);
    const zone = kept?.zone ?? codeFor(typed.name, taken, 'zone');
    const call = { params: { zone }, body: zoneBody(typed), key, ifMatch: basedOn(kept) };
    await api.request('PUT /admin/shipping-zones/{zone}', call);
    // A new one has no rates yet.
    return kept === null ? `${home}/zones/${zone}` : undefined;
  };
  const codes = countriesIn(typed.countries).filter((code) => /^[A-Z]{2}$/.test(code));
  return (
    <DealForm
      name={typed.name}
      onName={(name) => change({ name })}
      to={home}
      forget={draft.forget}
      action={besides(action)}
      notice={<Merged draft={draft} />}
      {...{ faultAt, save }}
    >
      <div className="grid gap-1.5">
        <Field
          name="countries"
          label={t('shipping.countries')}
          hint={t('shipping.countries.hint')}
          maxLength={1_200}
          autoComplete="off"
          value={typed.countries}
          error={faultAt('countries')}
          onChange={({ target }) => change({ countries: target.value })}
        />
        {codes.length > 0 && (
          <p className="text-sm" suppressHydrationWarning>
            {list(codes.map((code) => countryName(code, locale)))}
          </p>
        )}
      </div>
      <CalendarFields {...{ typed, faultAt }} onChange={change} />
      <Elsewhere {...{ action, onReload }} />
    </DealForm>
  );
}

interface RatesProps {
  zone: Zone;
  rates: readonly Rate[];
  onChanged(): void;
}

function Rates({ zone, rates, onChanged }: RatesProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const to = `${home}/zones/${zone.zone}/rates`;
  const none = { title: t('shipping.rates.none'), text: t('shipping.rates.none.text') };
  const titleOf = ({ name, currency }: Rate) => `${name} · ${currency}`;
  return (
    <section className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-xl">{t('shipping.rates')}</h2>
        <ButtonLink to={`${to}/new`}>{t('shipping.rates.add')}</ButtonLink>
      </div>
      <Rows<Rate>
        rows={rates}
        none={none}
        keyOf={({ method, currency }) => `${method}.${currency}`}
        nameOf={titleOf}
        to={({ method, currency }) => `${to}/${method}.${currency}`}
        facts={(rate) => <RateFacts rate={rate} />}
        action={(rate) => (
          <Remove
            name={titleOf(rate)}
            run={(key) => {
              const { method, currency } = rate;
              const query = { zone: zone.zone, method, currency };
              const call = { query, key, ifMatch: basedOn(rate) };
              return api.request('DELETE /admin/shipping-rates', call);
            }}
            onDone={onChanged}
          >
            <p>{t('shipping.rate.remove.text', { zone: zone.name })}</p>
          </Remove>
        )}
      />
      <div>
        <Remove
          name={zone.name}
          label={t('pricing.remove.named', { name: zone.name })}
          run={(key) =>
            api.request('DELETE /admin/shipping-zones/{zone}', {
              params: { zone: zone.zone },
              query: { rates: rates.length },
              key,
              ifMatch: basedOn(zone),
            })
          }
          onDone={() => void navigate(home)}
        >
          <p>{t('shipping.zone.remove.text', { count: rates.length })}</p>
          <ul className="ms-5 list-disc text-sm">
            {rates.map((rate) => (
              <li key={`${rate.method}.${rate.currency}`}>
                <bdi>{titleOf(rate)}</bdi>
              </li>
            ))}
          </ul>
        </Remove>
      </div>
    </section>
  );
}

function RateFacts({ rate }: { rate: Rate }) {
  const { t, money } = useApp().speech;
  const { tiers, base, perKg, currency, freeOver, minDays, maxDays, carrier = null } = rate;
  const first = tiers?.[0]?.amount ?? base;
  const last = tiers?.at(-1)?.amount ?? null;
  return (
    <>
      <span>{t(`shipping.method.${rate.method}`)}</span>
      <span className="figures">
        {last === null
          ? t('shipping.cost.is', { base: money(base, currency), more: money(perKg, currency) })
          : `${money(first, currency)} – ${money(last, currency)}`}
      </span>
      {freeOver !== null && (
        <span>{t('shipping.free.is', { amount: money(freeOver, currency) })}</span>
      )}
      <span>{t('shipping.days', { min: minDays, max: maxDays })}</span>
      {carrier !== null && <bdi>{carrier}</bdi>}
    </>
  );
}
