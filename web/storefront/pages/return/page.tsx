/** Where a return is: for its buyer, and for whoever has the link of the order's mail. */
import { useLoaderData, useSearchParams } from 'react-router';
import type { ApiProblem } from '../../../client/problem.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useSpeech } from '../../app.tsx';
import { notFound, pageLoader, type Handle } from '../../page.ts';
import { PrivatePhotos } from '../../photos/private-photos.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useVisitor } from '../order/use-order.ts';
import { Actions } from './actions.tsx';
import { isOver, type AnyReturn } from './progress.ts';
import { History } from './steps.tsx';
import { useReturn, type SeenReturn } from './use-return.ts';
import { Heading } from '../../shell/heading.tsx';

interface ReturnData {
  number: string;
}

const known = /^(RT-[0-9A-HJKMNP-TV-Z]{10}|ret_[0-9a-f]{32})$/;

export const loader = pageLoader<ReturnData>(({ params }) => {
  const number = params['number'] ?? '';
  if (!known.test(number)) notFound();
  return { number };
});

export const handle: Handle<ReturnData> = {
  meta: ({ app, data }) => ({
    title: app.speech.t('returns.number', data as never),
    noindex: true,
  }),
};

export function Component() {
  const { number } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const grant = search.get('t');
  const visitor = useVisitor();
  if (visitor === 'anonymous' && grant === null) return <Closed number={number} signIn />;
  return <Inside key={`${number} ${visitor} ${grant}`} {...{ number, grant, visitor }} />;
}

function Inside(wanted: { number: string; grant: string | null; visitor: string | null }) {
  const query = useReturn(wanted);
  const { data, problem } = query;
  if (data !== null) return <Shown seen={data} changed={query.reload} />;
  if (problem === null) return <Waiting number={wanted.number} />;
  if ([401, 403, 404, 410].includes(problem.status)) return <Closed number={wanted.number} />;
  return <Unread {...{ problem }} number={wanted.number} retry={query.reload} />;
}

function Head({ number }: { number: string }) {
  const { t } = useSpeech();
  return <p className="figures text-sm text-muted">{t('returns.number', { number })}</p>;
}

/** The page in its final shape, so that nothing jumps when the words come. */
function Waiting({ number }: { number: string }) {
  const { t } = useSpeech();
  const crumbs = [{ name: t('orders.title'), to: '/orders' }, { name: number }];
  return (
    <div className="page pt-6 pb-12">
      <Loading label={t('loading')} />
      <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
      <div className="mt-4 grid gap-1">
        <Heading className="text-2xl">{t('returns.loading')}</Heading>
        <Skeleton className="h-7 max-w-md" />
        <Skeleton className="h-5 max-w-sm" />
      </div>
      <div className="mt-8 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_23rem]">
        <div className="grid gap-10">
          <Skeleton className="h-32" />
          <Skeleton className="h-80" />
        </div>
        <Skeleton className="h-72" />
      </div>
    </div>
  );
}

function Closed({ number, signIn = false }: { number: string; signIn?: boolean }) {
  const { t } = useSpeech();
  const next = encodeURIComponent(`/returns/${number}`);
  return (
    <div className="page grid max-w-2xl justify-items-start gap-4 py-12">
      <Head number={number} />
      <Heading className="text-2xl">{t('returns.closed')}</Heading>
      {!signIn && <p className="text-lg text-muted">{t('returns.closed.text')}</p>}
      <ButtonLink to={`/sign-in?next=${next}`}>{t('sign-in')}</ButtonLink>
    </div>
  );
}

interface UnreadProps {
  number: string;
  problem: ApiProblem;
  retry(): void;
}

function Unread({ number, problem, retry }: UnreadProps) {
  const speech = useSpeech();
  const { t } = speech;
  return (
    <div className="page grid max-w-2xl gap-6 py-12">
      <Head number={number} />
      <Heading className="text-2xl">{t('returns.failed')}</Heading>
      <ErrorNotice
        title={t('returns.failed')}
        text={problemText(speech, problem)}
        requestId={problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button kind="primary" onClick={retry}>
            {t('retry')}
          </Button>
        }
      />
    </div>
  );
}

function Shown({ seen, changed }: { seen: SeenReturn; changed(): void }) {
  const { t, date } = useSpeech();
  const { of } = seen;
  const tail = seen.kind === 'own' ? '' : `?t=${seen.grant}`;
  const order = `/orders/${of.orderNumber}${tail}`;
  // The order is linked below; its number here would not fit beside the return's on a phone.
  const crumbs = [{ name: t('orders.title'), to: '/orders' }, { name: of.returnNumber }];
  const at = date(of.createdAt, { dateStyle: 'long' });
  return (
    <div className="page pt-6 pb-12">
      <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
      <div className="mt-4 grid gap-1" aria-live="polite">
        <Heading className="text-2xl">{t(`returns.headline.${of.status}`)}</Heading>
        <p className="text-lg">{t(`returns.next.${of.status}`)}</p>
        <p className="figures text-sm text-muted">
          {t('returns.number', { number: of.returnNumber })}
          {' · '}
          {t('returns.of-order', { number: of.orderNumber, at })}
        </p>
      </div>
      <div className="mt-8 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_23rem]">
        <div className="grid gap-10">
          <Refusal seen={seen} />
          <Goods of={of} />
          <OwnPhotos seen={seen} />
          <History of={of} />
        </div>
        <div className="grid gap-8 rounded-lg bg-surface p-6">
          <Money of={of} />
          <Actions seen={seen} changed={changed} />
          {seen.kind === 'shared' && <p className="text-sm text-muted">{t('returns.sign-in')}</p>}
          <ButtonLink to={order}>{t('returns.to-order')}</ButtonLink>
        </div>
      </div>
    </div>
  );
}

/** Why not all of it was taken back, what shows it, and how an appeal stands. */
function Refusal({ seen }: { seen: SeenReturn }) {
  const { t, maybe } = useSpeech();
  const { of } = seen;
  if (of.rejectedReason === null) return null;
  const why = maybe(`returns.why.${of.rejectedReason}`) ?? t('returns.why.other');
  const part = of.items.some((item) => item.approved > 0);
  const own = seen.kind === 'own' ? seen.of : null;
  return (
    <Notice tone="warn" title={t(part ? 'returns.refused.part' : 'returns.refused', { why })}>
      {own?.evidence && <p>{own.evidence}</p>}
      {own?.appeal && (
        <p className="mt-1 font-medium">{t(`returns.appeal.${own.appeal.status}`)}</p>
      )}
    </Notice>
  );
}

function Goods({ of }: { of: AnyReturn }) {
  const { t, number } = useSpeech();
  return (
    <section aria-labelledby="goods">
      <h2 id="goods" className="mb-4 text-lg">
        {t('returns.lines')}
      </h2>
      <ul className="grid gap-4">
        {of.items.map((item) => (
          <li key={item.lineNo} className="grid grid-cols-[4rem_1fr] gap-x-4">
            <Picture src={item.imageUrl} alt="" sizes="4rem" className="w-full rounded-md" />
            <div className="min-w-0">
              <p className="leading-snug font-medium">
                <bdi>{item.name}</bdi>
              </p>
              <p suppressHydrationWarning className="figures text-sm text-muted">
                {t('orders.item.quantity', { quantity: number(item.quantity) })}
                {' · '}
                {t(`returns.reason.${of.reason}`)}
              </p>
              {item.exchangeName !== null && (
                <p className="text-sm">{t('returns.instead', { name: item.exchangeName })}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the buyer showed of it; the link of a mail does not show it. */
function OwnPhotos({ seen }: { seen: SeenReturn }) {
  const { t } = useSpeech();
  if (seen.kind !== 'own' || seen.of.pictures.length === 0) return null;
  return (
    <section aria-labelledby="photos" className="grid gap-4">
      <h2 id="photos" className="text-lg">
        {t('photos.yours')}
      </h2>
      <PrivatePhotos title={t('photos.yours')} photos={seen.of.pictures} base="" />
    </section>
  );
}

function Money({ of }: { of: AnyReturn }) {
  const { t, money } = useSpeech();
  const { granted, refunded, covered, waitsFor } = of.money;
  const amount = (value: number) => money(value, of.currency);
  const parcel = of.replacement;
  const text = (): string => {
    if (of.status === 'EXCHANGED') {
      if (parcel === null) return t('returns.replacement.waits');
      const { carrier, trackingNumber: tracking } = parcel;
      return t('returns.replacement', { carrier, tracking });
    }
    if (covered > 0) {
      return t('returns.money.covered', { amount: amount(covered), rest: amount(refunded) });
    }
    if (waitsFor !== null) return t('returns.money.waits', { amount: amount(granted) });
    if (refunded > 0) return t('returns.money.refunded', { amount: amount(refunded) });
    if (granted > 0) return t('returns.money.granted', { amount: amount(granted) });
    if (isOver(of.status)) return t('returns.money.none');
    return t(of.resolution === 'EXCHANGE' ? 'returns.estimate.exchange' : 'returns.money.later');
  };
  return (
    <section aria-labelledby="money" className="grid gap-2">
      <h2 id="money" className="text-lg">
        {t('returns.money')}
      </h2>
      <p className="figures">{text()}</p>
    </section>
  );
}
