/** Zones, what makes an order into parcels, and what a parcel would cost. */
import type { ReplyOf } from '../../../client/request.ts';
import { Select } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { countryName } from '../../shell/countries.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { Asked } from '../admin-pricing/frame.tsx';
import { CalendarSaid } from './calendar-fields.tsx';
import { Rows } from '../admin-pricing/rows.tsx';
import { Intro, ShippingPage } from './frame.tsx';
import { TryOut } from './try-out.tsx';
import { basedOn, besides, Elsewhere } from '../admin-pricing/typed-over.tsx';
import type { Zone } from './typed.ts';

type Parcels = ReplyOf<'GET /admin/shipping-parcels'>;
type Split = Parcels['split'];
const splits: readonly Split[] = ['order', 'seller', 'warehouse'];

/** As many countries as a row names. */
const named_max = 4;

export function Zones() {
  const { t } = useApp().speech;
  return (
    <ShippingPage title={t('shipping.nav.zones')}>
      {(userId) => <List userId={userId} />}
    </ShippingPage>
  );
}

function List({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const found = useQuery(`${userId} zones`, async (signal) => {
    const [{ data }, parcels] = await Promise.all([
      api.request('GET /admin/shipping-zones', { signal }),
      api.request('GET /admin/shipping-parcels', { signal }),
    ]);
    return { zones: data, parcels };
  });
  const none = { title: t('shipping.zones.none'), text: t('shipping.zones.none.text') };
  return (
    <>
      <Intro
        text={t('shipping.zones.text')}
        add={{ to: '/admin/shipping/zones/new', label: t('shipping.zones.add') }}
      />
      <Asked of={found}>
        {({ zones, parcels }) => (
          <>
            <Rows<Zone>
              rows={zones}
              none={none}
              keyOf={({ zone }) => zone}
              nameOf={({ name }) => name}
              to={({ zone }) => `/admin/shipping/zones/${zone}`}
              facts={(zone) => (
                <>
                  <Countries codes={zone.countries} />
                  <CalendarSaid calendar={zone} />
                </>
              )}
            />
            <SplitField kept={parcels} onReload={found.reload} />
            <TryOut zones={zones} />
          </>
        )}
      </Asked>
    </>
  );
}

function Countries({ codes }: { codes: readonly string[] }) {
  const { t, list, locale } = useApp().speech;
  if (codes[0] === '*') return <span>{t('shipping.countries.rest')}</span>;
  if (codes.length > named_max) {
    return <span>{t('shipping.countries.count', { count: codes.length })}</span>;
  }
  return <span>{list(codes.map((code) => countryName(code, locale)))}</span>;
}

function SplitField({ kept, onReload }: { kept: Parcels; onReload(): void }) {
  const { api, speech, toasts } = useApp();
  const { t } = speech;
  const action = useAction();
  const save = (split: Split) =>
    void action.run(async (key) => {
      const call = { body: { split }, key, ifMatch: basedOn(kept) };
      await api.request('PUT /admin/shipping-parcels', call);
      toasts.show({ text: t('pricing.saved', { name: t('shipping.split') }), tone: 'good' });
      onReload();
    });
  return (
    <section className="grid max-w-md grid-cols-1 gap-3">
      <Select
        name="split"
        label={t('shipping.split')}
        hint={t('shipping.split.text')}
        aria-busy={action.busy}
        value={kept.split}
        onChange={({ target }) => save(splits.find((one) => one === target.value) ?? kept.split)}
      >
        {splits.map((one) => (
          <option key={one} value={one}>
            {t(`shipping.split.${one}`)}
          </option>
        ))}
      </Select>
      <Elsewhere {...{ action, onReload }} />
      <FormProblem problem={besides(action).problem} />
    </section>
  );
}
