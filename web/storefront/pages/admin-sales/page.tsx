/** Flash sales for operators: the list, the plan of one, and its controls while it is on. */
import { useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { tones } from '../../sale/tones.ts';
import { useQuery } from '../../state/use-query.ts';
import { Asked, PricingPage } from '../admin-pricing/frame.tsx';
import { More } from '../admin-pricing/more.tsx';
import { Control } from './control.tsx';
import { PlanForm } from './plan-form.tsx';
import type { AdminSale } from './plan.ts';

const page_count = 25;

/** All of them. */
export function List() {
  const { t } = useApp().speech;
  return (
    <PricingPage title={t('flash.title')}>{(userId) => <Sales userId={userId} />}</PricingPage>
  );
}

/** `which`: its id, or `new`. */
export function OneSale({ which }: { which: string }) {
  const { t } = useApp().speech;
  return (
    <PricingPage title={t(which === 'new' ? 'flash.add' : 'flash.one')}>
      {(userId) =>
        which === 'new' ? (
          <PlanForm kept={null} />
        ) : (
          <One key={which} userId={userId} saleId={which} />
        )
      }
    </PricingPage>
  );
}

function Sales({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [more, setMore] = useState<readonly AdminSale[]>([]);
  const ask = (cursor?: string, signal?: AbortSignal) =>
    api.request('GET /admin/flash-sales', {
      query: { limit: page_count, ...(cursor === undefined ? {} : { cursor }) },
      ...(signal ? { signal } : {}),
    });
  const found = useQuery(`${userId} flash sales`, (signal) => ask(undefined, signal));
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-muted">{t('flash.text')}</p>
        <ButtonLink kind="primary" to="/admin/flash-sales/new">
          {t('flash.add')}
        </ButtonLink>
      </div>
      <Asked of={found}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <EmptyState icon="clock" title={t('flash.none')} text={t('flash.none.text')} />
          ) : (
            <>
              <ul className="grid grid-cols-1 divide-y divide-line border-y border-line">
                {[...data, ...more].map((sale) => (
                  <Row key={sale.saleId} sale={sale} />
                ))}
              </ul>
              <More
                first={nextCursor}
                load={async (cursor) => {
                  const page = await ask(cursor);
                  setMore((before) => [...before, ...page.data]);
                  return page.nextCursor;
                }}
              />
            </>
          )
        }
      </Asked>
    </>
  );
}

function Row({ sale }: { sale: AdminSale }) {
  const { t, number, date } = useApp().speech;
  const { saleId, name, state, startsAt, sold, held, allocation } = sale;
  const planned = sale.items.reduce((sum, one) => sum + one.quantity, 0);
  const words = { sold: number(sold), held: number(held), total: number(allocation || planned) };
  return (
    <li className="grid gap-1 py-4 sm:grid-cols-[1fr_auto] sm:items-center sm:gap-6">
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-center gap-3">
          <Link to={`/admin/flash-sales/${saleId}`} className="link font-semibold wrap-anywhere">
            <bdi>{name}</bdi>
          </Link>
          <Badge tone={tones[state]}>{t(`sale.state.${state}`)}</Badge>
        </p>
        <p className="figures text-sm text-muted" suppressHydrationWarning>
          {date(startsAt, { dateStyle: 'medium', timeStyle: 'short' })}
        </p>
      </div>
      <p className="figures text-sm" suppressHydrationWarning>
        {t('flash.row', words)}
      </p>
    </li>
  );
}

function One({ userId, saleId }: { userId: string; saleId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const found = useQuery(`${userId} flash sale ${saleId}`, (signal) =>
    api.request('GET /admin/flash-sales/{saleId}', { params: { saleId }, signal }),
  );
  const { data, problem, reload } = found;
  if (data === null && problem?.code === 'sale-not-found') {
    return (
      <EmptyState icon="clock" title={t('flash.missing')}>
        <ButtonLink to="/admin/flash-sales">{t('flash.title')}</ButtonLink>
      </EmptyState>
    );
  }
  // While it is on a look that fails leaves the figures there are, and says so.
  if (data !== null && data.state !== 'DRAFT') {
    return <Control sale={data} lost={problem} reload={reload} />;
  }
  return (
    <Asked of={found}>
      {(sale) => (
        <>
          <PlanForm key={sale.version} kept={sale} onKept={reload} />
          <p>
            <Button size="sm" onClick={reload}>
              {t('flash.reload')}
            </Button>
          </p>
        </>
      )}
    </Asked>
  );
}
