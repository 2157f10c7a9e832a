/** Everything I ordered: to find, to follow, to buy again. What is chosen stands in the address. */
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Link } from '../../../ui/link.tsx';
import { problemIn, unreached, type ApiProblem } from '../../../client/problem.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { EmptyState, ErrorNotice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import { LookupForm } from '../order/closed.tsx';
import { SlowHint } from '../order/slow.tsx';
import { useVisitor } from '../order/use-order.ts';
import { FilterForm } from './filter-form.tsx';
import { filtersIn, isFiltered, queryOf, searchOf } from './filters.ts';
import { OrderRow } from './order-row.tsx';

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('orders.title'), noindex: true }),
};

export function Component() {
  const { t } = useSpeech();
  const visitor = useVisitor();
  return (
    <div className="page pt-8">
      <h1 className="text-2xl">{t('orders.title')}</h1>
      {visitor === null && <Waiting />}
      {visitor === 'anonymous' && <Anonymous />}
      {visitor === 'unreached' && <Unreached />}
      {visitor?.startsWith('usr_') && <Mine key={visitor} visitor={visitor} />}
    </div>
  );
}

function Waiting() {
  const { t } = useSpeech();
  return (
    <>
      <Loading label={t('loading')} />
      <SlowHint />
      <div className="mt-2 grid max-w-4xl gap-4">
        <Skeleton className="h-12" />
        <Skeleton className="h-36" />
        <Skeleton className="h-36" />
        <Skeleton className="h-36" />
      </div>
    </>
  );
}

/** Nobody is signed in: the two ways to an order. */
function Anonymous() {
  const { t } = useSpeech();
  return (
    <div className="mt-8 grid max-w-4xl gap-x-16 gap-y-10 md:grid-cols-2">
      <section className="grid content-start justify-items-start gap-3">
        <h2 className="text-lg">{t('orders.anonymous.account')}</h2>
        <p className="text-muted">{t('orders.anonymous.account.text')}</p>
        <ButtonLink to="/sign-in?next=%2Forders">{t('sign-in')}</ButtonLink>
      </section>
      <section className="grid content-start gap-4">
        <h2 className="text-lg">{t('orders.lookup.title')}</h2>
        <p className="text-muted">{t('orders.lookup.text')}</p>
        <LookupForm />
      </section>
    </div>
  );
}

function Mine({ visitor }: { visitor: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [search] = useSearchParams();
  const filters = filtersIn(search);
  const address = searchOf(filters);
  const list = useQuery(`${visitor} ${address}`, (signal) =>
    api.request('GET /orders', { query: queryOf(filters, new Date()), signal }),
  );
  const page = list.data;
  if (list.problem !== null) {
    return <Unread problem={list.problem} busy={list.loading} retry={list.reload} />;
  }
  if (page === null) return <Waiting />;
  if (page.data.length === 0 && !isFiltered(filters) && filters.cursor === null) return <NoneYet />;
  return (
    <div className="mt-5 grid gap-6">
      <FilterForm filters={filters} />
      {page.data.length === 0 ? (
        <EmptyState icon="search" title={t('orders.none.title')} text={t('orders.none.text')}>
          <ButtonLink to="/orders">{t('orders.filter.clear')}</ButtonLink>
        </EmptyState>
      ) : (
        <ul
          aria-label={t('orders.title')}
          aria-busy={list.loading || undefined}
          className="border-t border-line aria-busy:opacity-60"
        >
          {page.data.map((order) => (
            <OrderRow key={order.orderId} order={order} />
          ))}
        </ul>
      )}
      <nav aria-label={t('pages')} className="flex flex-wrap justify-between gap-3">
        {filters.cursor !== null && (
          <ButtonLink to={`/orders${searchOf({ ...filters, cursor: null })}`} rel="first">
            {t('orders.newest')}
          </ButtonLink>
        )}
        {page.nextCursor !== null && (
          <ButtonLink
            className="ms-auto"
            to={`/orders${searchOf({ ...filters, cursor: page.nextCursor })}`}
            rel="next"
          >
            {t('orders.older')}
            <Icon name="chevron" className="size-4 rtl:-scale-x-100" />
          </ButtonLink>
        )}
      </nav>
      <Export />
    </div>
  );
}

function Unread(props: { problem: ApiProblem; busy: boolean; retry(): void }) {
  const { problem, busy, retry } = props;
  const speech = useSpeech();
  const { t } = speech;
  return (
    <div className="mt-6 max-w-2xl">
      <ErrorNotice
        title={t('orders.list.unread')}
        text={problemText(speech, problem)}
        requestId={problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button kind="primary" busy={busy} onClick={retry}>
            {t('retry')}
          </Button>
        }
      />
    </div>
  );
}

/** Who looks could not be asked. */
function Unreached() {
  const { session } = useApp();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    await session.start();
    setBusy(false);
  };
  return <Unread problem={unreached('no-reply')} busy={busy} retry={() => void retry()} />;
}

function NoneYet() {
  const { t } = useSpeech();
  return (
    <EmptyState icon="box" title={t('orders.empty.title')} text={t('orders.empty.text')}>
      <ButtonLink to="/" kind="primary">
        {t('orders.empty.go')}
      </ButtonLink>
      <ButtonLink to="/orders/lookup">{t('orders.empty.lookup')}</ButtonLink>
    </EmptyState>
  );
}

/** All that the shop knows about me, as a file. */
function Export() {
  const { api, speech, toasts } = useApp();
  const { t } = speech;
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const data = await api.request('GET /me/export', { timeout_ms: 60_000 });
      download('trueshelf-my-data.json', JSON.stringify(data, null, 2));
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      toasts.show({ text: problemText(speech, problem), tone: 'problem' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-muted">
      {t('orders.export.text')}
      <Button size="sm" kind="quiet" busy={busy} onClick={() => void save()}>
        {t('orders.export')}
      </Button>
      <Link to="/orders/lookup" className="target ms-auto underline underline-offset-4">
        {t('orders.empty.lookup')}
      </Link>
    </p>
  );
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
