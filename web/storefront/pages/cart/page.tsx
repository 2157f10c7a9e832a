/** The cart: lines by seller, what changed since the last visit, and what it comes to. */
import { useLoaderData, useSearchParams } from 'react-router';
import { Link } from '../../../ui/link.tsx';
import { ApiProblem } from '../../../client/problem.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { ErrorNotice, EmptyState, Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, unlessAway, unlessMissing, type Handle } from '../../page.ts';
import { problemText } from '../../shell/problem-text.ts';
import { Later } from '../../shell/later.tsx';
import { recent } from '../../shell/rows.ts';
import type { Cart } from '../../state/cart.ts';
import { useStore } from '../../state/store.ts';
import { Changes } from './changes.tsx';
import { couponProblem } from './coupon-text.ts';
import { Line } from './line.tsx';
import { SavedForLater } from './saved.tsx';
import { Summary } from './summary.tsx';
import { useSaved, type Saved, type SavedList } from './use-saved.ts';
import { Heading } from '../../shell/heading.tsx';

interface CartData {
  /** Null: only the browser knows whose cart it is. */
  cart: Cart | null;
  sellers: Record<string, { name: string; slug: string }>;
  /** Null: as with the cart, or it cannot be had just now. */
  saved: SavedList | null;
}

export const loader = pageLoader<CartData>(async ({ app, signal }) => {
  if (app.personal) return { cart: null, sellers: {}, saved: null };
  if (!app.onServer) await app.cart.load();
  const cart = app.onServer
    ? await app.api.request('GET /cart', { signal })
    : app.cart.state.get().cart;
  const saved = app.onServer
    ? await unlessAway<SavedList | null>(app.api.request('GET /cart/saved', { signal }), null)
    : null;
  const ids = [...new Set(cart?.items.map((item) => item.sellerId))].slice(0, 20);
  const sellers = await Promise.all(
    ids.map((sellerId) =>
      unlessMissing(app.api.request('GET /sellers/{sellerId}', { params: { sellerId }, signal })),
    ),
  );
  const known = sellers.filter((seller) => seller !== null);
  return {
    cart,
    saved,
    sellers: Object.fromEntries(
      known.map(({ sellerId, name, slug }) => [sellerId, { name, slug }]),
    ),
  };
});

export const handle: Handle<CartData> = {
  meta: ({ app }) => ({ title: app.speech.t('cart.title'), noindex: true }),
};

export function Component() {
  const data = useLoaderData<typeof loader>();
  const { cart: store, speech } = useApp();
  const { t } = speech;
  const state = useStore(store.state);
  const saved = useSaved(data.saved);
  const cart = state.cart ?? data.cart;
  if (cart === null && state.problem !== null) {
    return (
      <div className="page grid max-w-2xl gap-6 py-16">
        <Heading className="text-2xl">{t('cart.title')}</Heading>
        <ErrorNotice
          title={t('cart.unread')}
          text={problemText(speech, state.problem)}
          requestId={state.problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button size="sm" onClick={() => void store.load()}>
              {t('retry')}
            </Button>
          }
        />
      </div>
    );
  }
  if (cart === null) return <Waiting />;
  if (cart.items.length === 0) return <Empty saved={saved} />;
  return <Filled cart={cart} sellers={data.sellers} saved={saved} />;
}

function Waiting() {
  const { t } = useApp().speech;
  return (
    <div className="page grid gap-6 pt-10">
      <Loading label={t('loading')} />
      <Heading className="text-2xl">{t('cart.title')}</Heading>
      <Skeleton className="h-32" />
      <Skeleton className="h-32" />
      <div className={rowRoom} />
    </div>
  );
}

function Empty({ saved }: { saved: Saved }) {
  const { t } = useApp().speech;
  return (
    <>
      <div className="page pt-10">
        <Heading className="unseen">{t('cart.title')}</Heading>
        <Refused />
        <EmptyState icon="cart" title={t('cart.empty.title')} text={t('cart.empty.text')}>
          <ButtonLink to="/" kind="primary">
            {t('cart.empty.go')}
          </ButtonLink>
        </EmptyState>
        <div className="mx-auto max-w-3xl">
          <SavedForLater saved={saved} />
        </div>
      </div>
      <Later {...recent} given={{}} />
    </>
  );
}

/** After a form without scripts was refused, the address says why. */
function Refused() {
  const { speech } = useApp();
  const [search] = useSearchParams();
  const code = search.get('problem');
  if (code === null) return null;
  const body = { code, status: 0, title: '', detail: '', requestId: '', retryable: false };
  const values = {
    quantityMax: search.get('quantityMax'),
    linesMax: search.get('linesMax'),
    max: search.get('max'),
    reason: search.get('reason'),
    least: Number(search.get('least')),
    leastUnits: Number(search.get('leastUnits')),
    currency: search.get('currency'),
    startsAt: search.get('startsAt'),
  };
  const problem = new ApiProblem({ ...body, ...values });
  return (
    <Notice tone="problem" title={speech.t('cart.problem')} live>
      {couponProblem(speech, problem)}
    </Notice>
  );
}

const also = { load: () => import('./also.tsx'), area: 'recommended' } as const;
/** The place of the row is kept, so that nothing moves when it comes. */
const rowRoom = 'min-h-[48rem] lg:min-h-[32rem]';
/** So many things of a cart are looked at. */
const seeds_max = 20;

interface FilledProps {
  cart: Cart;
  sellers: CartData['sellers'];
  saved: Saved;
}

function Filled({ cart, sellers, saved }: FilledProps) {
  const { t } = useApp().speech;
  const ids = [...new Set(cart.items.map((item) => item.sellerId))];
  const products = [...new Set(cart.items.map((item) => item.productId))].slice(0, seeds_max);
  return (
    <div className="page pt-8">
      <Heading className="text-2xl">{t('cart.title')}</Heading>
      <div className="mt-6 grid items-start gap-x-16 gap-y-8 lg:grid-cols-[1fr_23rem]">
        <div className="grid gap-8">
          <Refused />
          <Changes cart={cart} />
          {cart.unconfirmed.length > 0 && <Notice tone="warn">{t('cart.unconfirmed')}</Notice>}
          {ids.map((sellerId) => {
            const seller = sellers[sellerId];
            return (
              <section key={sellerId}>
                {seller !== undefined && (
                  <h2 className="pb-2 text-sm font-normal tracking-normal text-muted">
                    <Link to={`/s/${seller.slug}`} className="hover:underline">
                      {t('cart.seller', { seller: seller.name })}
                    </Link>
                  </h2>
                )}
                <ul className="border-t border-line">
                  {cart.items
                    .filter((item) => item.sellerId === sellerId)
                    .map((item) => (
                      <Line key={item.itemId} item={item} currency={cart.currency} saved={saved} />
                    ))}
                </ul>
              </section>
            );
          })}
        </div>
        <div className="lg:row-span-2 lg:self-stretch">
          <Summary cart={cart} />
        </div>
        <SavedForLater saved={saved} />
      </div>
      <Later {...also} given={{ product: products }} className={rowRoom} />
    </div>
  );
}
