/** What comes back to a seller: what waits for a step of theirs, and all of it. */
import { useSearchParams } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { SellingPage } from './frame.tsx';
import { List, Tabs } from './list.tsx';

type Summary = ReplyOf<'GET /seller/returns'>['data'][number];

const waits = ['IN_TRANSIT', 'RECEIVED', 'INSPECTED'];

export function Returns() {
  const { api } = useApp();
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const all = search.get('show') === 'all';
  const name = `returns ${String(all)}`;
  return (
    <SellingPage title={t('selling.nav.returns')} lead={t('selling.returns.lead')}>
      {({ userId }) => (
        <>
          <Tabs
            label={t('selling.show')}
            tabs={[
              { to: '/selling/returns', name: t('selling.returns.open'), on: !all },
              { to: '/selling/returns?show=all', name: t('selling.all'), on: all },
            ]}
          />
          <List
            key={name}
            name={`${userId} ${name}`}
            load={({ cursor, signal }) =>
              api.request('GET /seller/returns', {
                query: {
                  ...(all ? {} : { waiting: true }),
                  ...(cursor === undefined ? {} : { cursor }),
                },
                ...(signal ? { signal } : {}),
              })
            }
            empty={
              <EmptyState
                icon="back"
                title={t('selling.returns.none')}
                text={t(all ? 'selling.returns.never.text' : 'selling.returns.none.text')}
              />
            }
            row={(one) => <Row key={one.returnId} of={one} />}
          />
        </>
      )}
    </SellingPage>
  );
}

function Row({ of }: { of: Summary }) {
  const { t, date, money } = useSpeech();
  const waiting = waits.includes(of.status);
  return (
    <li className="grid gap-1 border-b border-line py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Link
          to={`/selling/returns/${of.returnNumber}`}
          className="figures target font-medium underline underline-offset-4"
        >
          {of.returnNumber}
        </Link>
        <Badge tone={waiting ? 'accent' : 'plain'}>{t(`selling.return.${of.status}`)}</Badge>
      </div>
      <ul>
        {of.items.map((one) => (
          <li key={one.lineNo}>
            <span className="figures">{one.quantity} × </span>
            <bdi>{one.name}</bdi>
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted" suppressHydrationWarning>
        {date(of.createdAt, { dateStyle: 'medium' })} · {t(`returns.reason.${of.reason}`)}
        {of.amount !== null && of.resolution === 'REFUND' && (
          <span className="figures"> · {money(of.amount, of.currency)}</span>
        )}
      </p>
    </li>
  );
}
