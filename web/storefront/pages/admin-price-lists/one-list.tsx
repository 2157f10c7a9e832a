/** One price list: its name and places, its prices, its members, its switch, and its end. */
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { DealForm } from '../admin-pricing/deal-form.tsx';
import { faultsIn } from '../admin-pricing/faults.ts';
import { Asked, PricingPage } from '../admin-pricing/frame.tsx';
import { Remove } from '../admin-pricing/remove.tsx';
import { Missing } from '../admin-pricing/rows.tsx';
import { basedOn, besides, Elsewhere, Merged, useTyped } from '../admin-pricing/typed-over.tsx';
import { Members } from './members.tsx';
import { Prices } from './prices.tsx';
import { State, Switch } from './switch.tsx';
import { countriesIn, listBody, listTyped, noList, type List, type TypedList } from './typed.ts';

const home = '/admin/price-lists';

/** `which`: its id, or `new`. */
export function OneList({ which }: { which: string }) {
  const { t } = useApp().speech;
  const isNew = which === 'new';
  return (
    <PricingPage title={t(isNew ? 'lists.add' : 'lists.one')}>
      {(userId) =>
        isNew ? (
          <Form kept={null} onReload={() => undefined} />
        ) : (
          <Kept userId={userId} listId={which} />
        )
      }
    </PricingPage>
  );
}

function Kept({ userId, listId }: { userId: string; listId: string }) {
  const { api } = useApp();
  const [turned, setTurned] = useState<List | null>(null);
  const found = useQuery(`${userId} list ${listId}`, (signal) =>
    api.request('GET /admin/price-lists/{listId}', { params: { listId }, signal }),
  );
  // An address that was typed wrong is no id.
  const code = found.problem?.code;
  if (code === 'not-found' || code === 'validation-failed') return <Missing to={home} />;
  return (
    <Asked of={found}>
      {(read) => {
        const list = turned !== null && turned.version > read.version ? turned : read;
        return <Shown {...{ userId, list }} onTurned={setTurned} onReload={found.reload} />;
      }}
    </Asked>
  );
}

interface ShownProps {
  userId: string;
  list: List;
  onTurned(list: List): void;
  onReload(): void;
}

function Shown({ userId, list, onTurned, onReload }: ShownProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const { listId, name } = list;
  return (
    <div className="grid grid-cols-1 gap-10">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <bdi className="text-lg font-semibold wrap-anywhere">{name}</bdi>
        <State list={list} />
        <Switch list={list} onDone={onTurned} />
      </div>
      <Part title={t('lists.terms')}>
        <Form key={list.version} kept={list} onReload={onReload} />
      </Part>
      <Part title={t('lists.prices')}>
        <Prices {...{ userId, listId }} />
      </Part>
      <Part title={t('lists.members')}>
        <Members {...{ userId, listId }} />
      </Part>
      <div className="grid justify-items-start gap-2">
        <Remove
          name={name}
          label={t('pricing.remove.named', { name })}
          run={(key) => {
            const call = { params: { listId }, key, ifMatch: basedOn(list) };
            return api.request('DELETE /admin/price-lists/{listId}', call);
          }}
          onDone={() => void navigate(home)}
        >
          <p>{t('lists.remove.text')}</p>
        </Remove>
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-1 gap-4">
      <h2 className="text-xl">{title}</h2>
      {children}
    </section>
  );
}

function Form({ kept, onReload }: { kept: List | null; onReload(): void }) {
  const { api, speech } = useApp();
  const { t, list, locale } = speech;
  const [start] = useState(() => (kept === null ? noList : listTyped(kept)));
  const draft = useTyped<TypedList>(`list ${kept?.listId ?? 'new'}`, start);
  const { name, countries } = draft.value;
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem);
  const change = (some: Partial<TypedList>) => {
    if (action.problem !== null) action.clear();
    draft.change(some);
  };
  const save = async (key: string) => {
    const body = listBody(draft.value);
    if (kept === null) {
      const made = await api.request('POST /admin/price-lists', { body, key });
      return `${home}/${made.listId}`;
    }
    const call = { params: { listId: kept.listId }, body, key, ifMatch: basedOn(kept) };
    await api.request('PUT /admin/price-lists/{listId}', call);
    onReload();
    return `${home}/${kept.listId}`;
  };
  const named = countriesIn(countries).filter((code) => /^[A-Z]{2}$/.test(code));
  return (
    <DealForm
      name={name}
      hint={t('lists.name.hint')}
      onName={(typed) => change({ name: typed })}
      to={home}
      forget={draft.forget}
      action={besides(action)}
      notice={<Merged draft={draft} />}
      {...{ faultAt, save }}
    >
      <div className="grid gap-2">
        <Field
          name="countries"
          label={t('lists.countries')}
          hint={t('lists.countries.hint')}
          autoComplete="off"
          value={countries}
          error={faultAt('countries')}
          onChange={({ target }) => change({ countries: target.value })}
        />
        {named.length > 0 && (
          <p className="text-sm text-muted">
            {list(named.map((code) => countryName(code, locale)))}
          </p>
        )}
      </div>
      <Elsewhere {...{ action, onReload }} />
    </DealForm>
  );
}
