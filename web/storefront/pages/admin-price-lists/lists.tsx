/** All price lists, the newest first: for whom each is, what it holds, and its switch. */
import { useState } from 'react';
import { EmptyState } from '../../../ui/notice.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import { PricingPage } from '../admin-pricing/frame.tsx';
import { Paged } from '../admin-pricing/paged.tsx';
import { State, Switch } from './switch.tsx';
import type { List } from './typed.ts';

/** As many countries as a row names, and as many of something as the API counts. */
const named_max = 4;
const counted_max = 1_000;

export function Lists() {
  const { t } = useApp().speech;
  return (
    <PricingPage title={t('pricing.nav.lists')}>
      {(userId) => <Table userId={userId} />}
    </PricingPage>
  );
}

function Table({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-2xl text-muted">{t('lists.text')}</p>
        <ButtonLink kind="primary" to="/admin/price-lists/new">
          {t('lists.add')}
        </ButtonLink>
      </div>
      <Paged<List>
        name={`${userId} lists`}
        ask={(query, signal) =>
          api.request('GET /admin/price-lists', { query, ...(signal ? { signal } : {}) })
        }
      >
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('lists.none')} text={t('lists.none.text')} />
          ) : (
            <ul className="grid grid-cols-1 border-t border-line">
              {rows.map((one) => (
                <Row key={one.listId} first={one} />
              ))}
            </ul>
          )
        }
      </Paged>
    </>
  );
}

function Row({ first }: { first: List }) {
  const [list, setList] = useState(first);
  return (
    <li className="grid grid-cols-1 gap-x-6 gap-y-2 border-b border-line py-4 md:grid-cols-[1fr_auto]">
      <div className="grid min-w-0 gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            to={`/admin/price-lists/${list.listId}`}
            className="target min-w-0 font-semibold wrap-anywhere hover:underline"
          >
            <bdi>{list.name}</bdi>
          </Link>
          <State list={list} />
        </div>
        <Facts list={list} />
      </div>
      <Switch list={list} onDone={setList} />
    </li>
  );
}

/** For whom it is, what it holds, and when its prices change next. */
function Facts({ list: one }: { list: List }) {
  const { t, list, date, number, locale } = useApp().speech;
  const { countries = [], members, prices, nextChange } = one;
  const named =
    countries.length > named_max
      ? t('lists.countries.count', { count: countries.length })
      : list(countries.map((code) => countryName(code, locale)));
  return (
    <p suppressHydrationWarning className="flex flex-wrap gap-x-4 text-sm text-muted">
      <span>
        {members < counted_max
          ? t('lists.members.count', { count: members })
          : t('lists.members.many', { count: number(members) })}
      </span>
      {countries.length > 0 && <span>{t('lists.countries.is', { countries: named })}</span>}
      <span>
        {prices < counted_max
          ? t('lists.prices.count', { count: prices })
          : t('lists.prices.many', { count: number(prices) })}
      </span>
      {nextChange !== null && (
        <span>
          {t('lists.next', { time: date(nextChange, { dateStyle: 'medium', timeStyle: 'short' }) })}
        </span>
      )}
    </p>
  );
}
