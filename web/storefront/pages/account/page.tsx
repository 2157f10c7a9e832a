/** The account: the latest order on top, then the way to everything that is the person's own. */
import { useNavigate } from 'react-router';
import { Link } from '../../../ui/link.tsx';
import { problemIn } from '../../../client/problem.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { MoreIcon } from '../../../ui/icon-more.tsx';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Person } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { PartIcon, parts, useParts } from './frame.tsx';
import { LatestOrder } from './latest-order.tsx';
import { Heading } from '../../shell/heading.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('account.title'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  return (
    <Personal
      title={t('account.title')}
      why={t('account.why')}
      waiting={<Waiting />}
      guests
      children={(person) => <Account person={person} />}
    />
  );
}

function Waiting() {
  const { t } = useApp().speech;
  return (
    <div className="page grid gap-8 pt-8 pb-10 md:pt-12">
      <Heading className="text-2xl">{t('account.title')}</Heading>
      <Skeleton className="h-72" />
      <div className="grid gap-x-10 sm:grid-cols-2 lg:grid-cols-3">
        {parts.map(({ to }) => (
          <Skeleton key={to} className="my-2 h-20" />
        ))}
      </div>
    </div>
  );
}

function Account({ person }: { person: Person }) {
  const { t } = useApp().speech;
  const isGuest = person.kind === 'guest';
  const first = person.name.split(' ')[0] ?? '';
  return (
    <div className="page grid gap-8 pt-8 pb-10 md:pt-12">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <Heading className="text-2xl">
            {isGuest || first === '' ? t('account.title') : t('account.hello', { name: first })}
          </Heading>
          <p className="truncate text-muted">{isGuest ? t('account.guest') : person.email}</p>
        </div>
        <SignOut isGuest={isGuest} />
      </div>
      {isGuest && (
        <Notice
          title={t('account.guest.title')}
          actions={
            <ButtonLink to="/sign-up?next=/account" size="sm">
              {t('sign-up')}
            </ButtonLink>
          }
        >
          {t('account.guest.text')}
        </Notice>
      )}
      <Latest person={person} />
      <Tiles />
      <StoreCredit person={person} />
      <Unproved person={person} />
    </div>
  );
}

/** Only who has proved their address gets what is sent there; said once, without a threat. */
function Unproved({ person }: { person: Person }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const key = person.email === null ? null : `me ${person.userId}`;
  const me = useQuery(key, (signal) => api.request('GET /me', { signal }));
  if (person.kind === 'guest' || me.data?.emailVerified !== false) return null;
  return (
    <Notice
      tone="warn"
      title={t('account.unproved')}
      actions={
        <ButtonLink to="/verify-email?next=/account" size="sm">
          {t('verify.title')}
        </ButtonLink>
      }
    >
      {t('account.unproved.text')}
    </Notice>
  );
}

function Latest({ person }: { person: Person }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const orders = useQuery(`latest order ${person.userId}`, (signal) =>
    api.request('GET /orders', { query: { limit: 1 }, signal }),
  );
  if (orders.data === null && orders.problem !== null) {
    return (
      <ErrorNotice
        title={t('account.latest.problem')}
        text={problemText(speech, orders.problem)}
        requestId={orders.problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button size="sm" busy={orders.loading} onClick={orders.reload}>
            {t('retry')}
          </Button>
        }
      />
    );
  }
  if (orders.data === null) {
    return (
      <>
        <Loading label={t('loading')} />
        <Skeleton className="h-72" />
      </>
    );
  }
  const [order] = orders.data.data;
  if (order !== undefined) return <LatestOrder order={order} />;
  return (
    <section className="grid justify-items-start gap-3 rounded-lg bg-surface p-5 md:p-7">
      <h2 className="text-lg">{t('account.none')}</h2>
      <p className="text-muted">{t('account.none.text')}</p>
      <ButtonLink to="/" kind="primary" className="mt-2">
        {t('account.none.go')}
      </ButtonLink>
    </section>
  );
}

/** What the shop owes the person, by currency; nothing where there is none. */
function StoreCredit({ person }: { person: Person }) {
  const { api, speech } = useApp();
  const { t, money } = speech;
  const mine = useQuery(`credit ${person.userId}`, (signal) =>
    api.request('GET /me/credit', { query: { limit: 1 }, signal }),
  );
  const accounts = mine.data?.accounts.filter(({ balance }) => balance > 0) ?? [];
  if (accounts.length === 0) return null;
  return (
    <section id="store-credit" aria-labelledby="credit-title" className="grid gap-1">
      <h2 id="credit-title" className="text-lg">
        {t('account.credit')}
      </h2>
      <ul className="figures text-xl font-semibold">
        {accounts.map(({ balance, currency }) => (
          <li key={currency}>{money(balance, currency)}</li>
        ))}
      </ul>
      <p className="text-sm text-muted">{t('account.credit.text')}</p>
    </section>
  );
}

function Tiles() {
  const { notices, speech } = useApp();
  const { t } = speech;
  const unread = useStore(notices.unread) ?? 0;
  const all = useParts();
  return (
    <nav aria-label={t('account.all')}>
      <ul className="grid gap-x-10 sm:grid-cols-2 lg:grid-cols-3">
        {all.map(({ to, icon, name, text }) => (
          <li key={to} className="border-t border-line">
            <Link to={to} className="group grid grid-cols-[1.75rem_1fr] gap-x-4 py-5">
              <PartIcon icon={icon} className="size-7 text-accent" />
              <span className="grid gap-0.5">
                <span className="text-lg font-semibold group-hover:underline">{t(name)}</span>
                <span className="text-sm text-muted">
                  {to === '/notifications' && unread > 0
                    ? t('account.unread', { count: unread })
                    : t(text)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SignOut({ isGuest }: { isGuest: boolean }) {
  const { session, speech, toasts } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const action = useAction();
  // Whoever signs out of a guest identity loses the way to its orders: there is no password.
  if (isGuest) return null;
  const signOut = async () => {
    let reached = true;
    await session.signOut().catch((error: unknown) => {
      if (problemIn(error) === null) throw error;
      reached = false;
    });
    await navigate('/');
    if (reached) toasts.show({ text: t('account.signed-out') });
    else toasts.show({ text: t('account.signed-out.here'), tone: 'problem' });
  };
  return (
    <Button size="sm" busy={action.busy} onClick={() => void action.run(signOut)}>
      <MoreIcon name="out" className="size-4.5 rtl:-scale-x-100" />
      {t('account.sign-out')}
    </Button>
  );
}
