/** Places where people collect what they bought. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Badge } from '../../../ui/badge.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { DealForm } from '../admin-pricing/deal-form.tsx';
import { faultsIn } from '../admin-pricing/faults.ts';
import { Asked } from '../admin-pricing/frame.tsx';
import { More } from '../admin-pricing/more.tsx';
import { Missing, Rows } from '../admin-pricing/rows.tsx';
import { Intro, ShippingPage } from './frame.tsx';
import { Remove } from '../admin-pricing/remove.tsx';
import { basedOn, besides, Elsewhere, Merged, useTyped } from '../admin-pricing/typed-over.tsx';
import { markOf } from '../admin-pricing/laid-over.ts';
import {
  noPlace,
  placeBody,
  placeNumbers,
  placeTexts,
  placeTyped,
  type Place,
  type TypedPlace,
} from './typed.ts';

const home = '/admin/shipping/places';
const page_count = 25;

export function Places() {
  const { t } = useApp().speech;
  return (
    <ShippingPage title={t('shipping.nav.places')}>
      {(userId) => <List userId={userId} />}
    </ShippingPage>
  );
}

function List({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t, locale } = speech;
  const [more, setMore] = useState<readonly Place[]>([]);
  const found = useQuery(`${userId} places`, (signal) =>
    api.request('GET /admin/pickup-places', { query: { limit: page_count }, signal }),
  );
  const none = { title: t('shipping.places.none'), text: t('shipping.places.none.text') };
  return (
    <>
      <Intro
        text={t('shipping.places.text')}
        add={{ to: `${home}/new`, label: t('shipping.places.add') }}
      />
      <Asked of={found}>
        {({ data, nextCursor }) => (
          <>
            <Rows<Place>
              rows={[...data, ...more]}
              none={none}
              keyOf={({ placeId }) => placeId}
              nameOf={({ name }) => name}
              to={({ placeId }) => `${home}/${placeId}`}
              facts={({ line1, city, country, active }) => (
                <>
                  {!active && <Badge tone="warn">{t('shipping.place.closed')}</Badge>}
                  <bdi>{`${line1}, ${city}`}</bdi>
                  <span>{countryName(country, locale)}</span>
                </>
              )}
            />
            <More
              first={nextCursor}
              load={async (cursor) => {
                const query = { limit: page_count, cursor };
                const next = await api.request('GET /admin/pickup-places', { query });
                setMore((before) => [...before, ...next.data]);
                return next.nextCursor;
              }}
            />
          </>
        )}
      </Asked>
    </>
  );
}

/** `which`: its id, or `new`. */
export function PlacePage({ which }: { which: string }) {
  const { t } = useApp().speech;
  return (
    <ShippingPage title={t(which === 'new' ? 'shipping.places.add' : 'shipping.place')}>
      {(userId) =>
        which === 'new' ? (
          <Form kept={null} onReload={() => {}} />
        ) : (
          <Kept userId={userId} placeId={which} />
        )
      }
    </ShippingPage>
  );
}

function Kept({ userId, placeId }: { userId: string; placeId: string }) {
  const { api } = useApp();
  const found = useQuery(`${userId} place ${placeId}`, (signal) =>
    api.request('GET /admin/pickup-places/{placeId}', { params: { placeId }, signal }),
  );
  // A mistyped id is no id; both mean that there is no such place.
  const code = found.problem?.code;
  if (code === 'not-found' || code === 'validation-failed') return <Missing to={home} />;
  return (
    <Asked of={found}>
      {(kept) => <Form key={markOf(kept)} kept={kept} onReload={found.reload} />}
    </Asked>
  );
}

function Form({ kept, onReload }: { kept: Place | null; onReload(): void }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const [start] = useState(() => (kept === null ? noPlace : placeTyped(kept)));
  const draft = useTyped<TypedPlace>(`place ${kept?.placeId ?? 'new'}`, start);
  const typed = draft.value;
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem);
  const change = (some: Partial<TypedPlace>) => {
    if (action.problem !== null) action.clear();
    draft.change(some);
  };
  const save = async (key: string) => {
    const body = placeBody(typed);
    if (kept === null) await api.request('POST /admin/pickup-places', { body, key });
    else {
      const call = { params: { placeId: kept.placeId }, body, key, ifMatch: basedOn(kept) };
      await api.request('PUT /admin/pickup-places/{placeId}', call);
    }
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
          {[...placeTexts, ...placeNumbers].map((name) => (
            <Field
              key={name}
              name={name}
              label={t(`shipping.${name}`)}
              autoComplete="off"
              maxLength={name === 'country' ? 2 : 200}
              value={typed[name]}
              error={faultAt(name)}
              onChange={({ target }) => change({ [name]: target.value })}
            />
          ))}
        </div>
        <Checkbox
          name="active"
          label={t('shipping.place.active')}
          checked={typed.active}
          onChange={({ target }) => change({ active: target.checked })}
        />
        <Elsewhere {...{ action, onReload }} />
      </DealForm>
      {kept !== null && (
        <div>
          <Remove
            name={kept.name}
            run={(key) => {
              const call = { params: { placeId: kept.placeId }, key, ifMatch: basedOn(kept) };
              return api.request('DELETE /admin/pickup-places/{placeId}', call);
            }}
            onDone={() => void navigate(home)}
          >
            <p>{t('shipping.place.remove.text')}</p>
          </Remove>
        </div>
      )}
    </div>
  );
}
