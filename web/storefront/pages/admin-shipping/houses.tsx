/** Warehouses, and when parcels leave each. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { DealForm } from '../admin-pricing/deal-form.tsx';
import { faultsIn } from '../admin-pricing/faults.ts';
import { Asked } from '../admin-pricing/frame.tsx';
import { CalendarFields, CalendarSaid } from './calendar-fields.tsx';
import { Missing, Rows } from '../admin-pricing/rows.tsx';
import { Intro, ShippingPage } from './frame.tsx';
import { Remove } from '../admin-pricing/remove.tsx';
import { basedOn, besides, Elsewhere, Merged, useTyped } from '../admin-pricing/typed-over.tsx';
import { markOf } from '../admin-pricing/laid-over.ts';
import { calendarBody, calendarTyped, noCalendar, type TypedCalendar } from './typed.ts';

type House = ReplyOf<'GET /admin/warehouse-calendars'>['data'][number];

const home = '/admin/shipping/warehouses';

function useHouses(userId: string) {
  const { api } = useApp();
  return useQuery(`${userId} houses`, (signal) =>
    api.request('GET /admin/warehouse-calendars', { signal }),
  );
}

export function Houses() {
  const { t } = useApp().speech;
  return (
    <ShippingPage title={t('shipping.nav.houses')}>
      {(userId) => <List userId={userId} />}
    </ShippingPage>
  );
}

function List({ userId }: { userId: string }) {
  const { t } = useApp().speech;
  const found = useHouses(userId);
  const none = { title: t('shipping.houses.none'), text: t('shipping.houses.none.text') };
  return (
    <>
      <Intro text={t('shipping.houses.text')} />
      <Asked of={found}>
        {({ data }) => (
          <Rows<House>
            rows={data}
            none={none}
            keyOf={({ warehouseId }) => warehouseId}
            nameOf={({ name }) => name}
            to={({ warehouseId }) => `${home}/${warehouseId}`}
            facts={({ calendar }) =>
              calendar === null ? (
                <span>{t('shipping.house.zone')}</span>
              ) : (
                <CalendarSaid calendar={calendar} />
              )
            }
          />
        )}
      </Asked>
    </>
  );
}

export function HousePage({ which }: { which: string }) {
  const { t } = useApp().speech;
  return (
    <ShippingPage title={t('shipping.house')}>
      {(userId) => <Kept userId={userId} which={which} />}
    </ShippingPage>
  );
}

function Kept({ userId, which }: { userId: string; which: string }) {
  const found = useHouses(userId);
  return (
    <Asked of={found}>
      {({ data }) => {
        const house = data.find((one) => one.warehouseId === which);
        if (house === undefined) return <Missing to={home} />;
        return <Form key={markOf(house)} house={house} onReload={found.reload} />;
      }}
    </Asked>
  );
}

function Form({ house, onReload }: { house: House; onReload(): void }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const { warehouseId, name, calendar } = house;
  const [start] = useState(() => (calendar === null ? noCalendar : calendarTyped(calendar)));
  const draft = useTyped<TypedCalendar>(`house ${warehouseId}`, start);
  const typed = draft.value;
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem);
  const change = (some: Partial<TypedCalendar>) => {
    if (action.problem !== null) action.clear();
    draft.change(some);
  };
  const based = { params: { warehouseId }, ifMatch: basedOn(calendar) };
  const save = async (key: string) => {
    const body = calendarBody(typed);
    await api.request('PUT /admin/warehouse-calendars/{warehouseId}', { ...based, body, key });
    return undefined;
  };
  return (
    <div className="grid grid-cols-1 gap-10">
      <p className="text-lg font-semibold">
        <bdi>{name}</bdi>
      </p>
      <DealForm
        name={name}
        to={home}
        forget={draft.forget}
        action={besides(action)}
        notice={<Merged draft={draft} />}
        {...{ faultAt, save }}
      >
        {calendar === null && <p className="text-muted">{t('shipping.house.zone')}</p>}
        <CalendarFields {...{ typed, faultAt }} onChange={change} />
        <Elsewhere {...{ action, onReload }} />
      </DealForm>
      {calendar !== null && (
        <div>
          <Remove
            name={name}
            label={t('shipping.house.remove')}
            run={(key) =>
              api.request('DELETE /admin/warehouse-calendars/{warehouseId}', { ...based, key })
            }
            onDone={() => void navigate(home)}
          >
            <p>{t('shipping.house.remove.text', { name })}</p>
          </Remove>
        </div>
      )}
    </div>
  );
}
