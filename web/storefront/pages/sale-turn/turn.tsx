/**
 * Somebody was let in: they take a unit, see how long it is theirs, and go on to the checkout. Who
 * has one finds it here again, on any device, until it is bought or its time is over.
 */
import { problemIn } from '../../../client/problem.ts';
import type { ReplyOf } from '../../../client/request.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { placeOf } from '../../queue/place.ts';
import { useMark } from '../../sale/use-mark.ts';
import { Heading } from '../../shell/heading.tsx';
import { Personal } from '../../shell/personal.tsx';
import { QueryFailed } from '../../shell/query-failed.tsx';
import { useQuery } from '../../state/use-query.ts';
import type { Sale } from '../sale/landing.tsx';
import { Choose } from './choose.tsx';
import { Held } from './held.tsx';

export type Token = ReplyOf<'GET /flash-sales/{saleId}/token'>;

export function TurnPage({ sale }: { sale: Sale }) {
  const { t } = useApp().speech;
  return (
    <Personal
      title={t('sale.turn.title')}
      why={t('sale.turn.why')}
      waiting={<Frame sale={sale} children={<Shape />} />}
      guests
      children={({ userId }) => (
        <Frame sale={sale}>
          <Turn key={userId} sale={sale} userId={userId} />
        </Frame>
      )}
    />
  );
}

function Frame({ sale, children }: { sale: Sale; children: React.ReactNode }) {
  const { t } = useApp().speech;
  return (
    <div className="page grid max-w-3xl grid-cols-1 gap-6 pt-8 pb-16">
      <div className="grid gap-1">
        <p className="text-muted">
          <bdi>{sale.name}</bdi>
        </p>
        <Heading className="text-2xl">{t('sale.turn.title')}</Heading>
      </div>
      {children}
    </div>
  );
}

function Shape() {
  const { t } = useApp().speech;
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className="h-40" />
      <Skeleton className="h-40" />
    </>
  );
}

/** Null where there is none, which is no trouble. */
const orNone = <T,>(reply: Promise<T>): Promise<T | null> =>
  reply.catch((error: unknown) => {
    const code = problemIn(error)?.code;
    if (code === 'ticket-not-found' || code === 'sale-token-not-valid') return null;
    if (code === 'sale-identity-needed') return null;
    throw error;
  });

function Turn({ sale, userId }: { sale: Sale; userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const { saleId } = sale;
  const { mark } = useMark(saleId);
  const found = useQuery(`turn ${saleId} ${userId}`, async (signal) => {
    const call = { params: { saleId }, signal };
    const [token, ticket] = await Promise.all([
      orNone(api.request('GET /flash-sales/{saleId}/token', call)),
      orNone(api.request('GET /flash-sales/{saleId}/place', call)),
    ]);
    return { token, ticket };
  });
  const { data, problem, reload } = found;
  if (problem !== null) return <QueryFailed of={found} />;
  if (data === null || (mark === null && data.token === null)) return <Shape />;
  const { token, ticket } = data;
  if (token !== null) return <Held sale={sale} token={token} onChange={reload} />;
  if (ticket === null || mark === null) {
    return (
      <EmptyState
        icon="clock"
        title={t('sale.turn.nobody.title')}
        text={t('sale.turn.nobody.text')}
      >
        <ButtonLink to={`/sale/${saleId}`} kind="primary">
          {t('sale.turn.to-sale')}
        </ButtonLink>
      </EmptyState>
    );
  }
  const { phase } = placeOf(mark, ticket.number);
  if (phase === 'admitted') return <Choose sale={sale} ticket={ticket.ticket} onTaken={reload} />;
  const isOver = phase === 'ended';
  return (
    <EmptyState
      icon="clock"
      title={t(isOver ? 'sale.until.ended' : 'sale.turn.early.title')}
      text={t(isOver ? 'sale.turn.ended.text' : 'sale.turn.early.text')}
    >
      {isOver ? (
        <ButtonLink to={`/sale/${saleId}/fairness`}>{t('sale.fair.go')}</ButtonLink>
      ) : (
        <ButtonLink to={`/sale/${saleId}/queue`} kind="primary" data-document="">
          {t('sale.here.go')}
        </ButtonLink>
      )}
    </EmptyState>
  );
}
