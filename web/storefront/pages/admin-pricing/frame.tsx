import type { ReactNode } from 'react';
import { NavLink } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useSpeech } from '../../app.tsx';
import type { MessageId } from '../../i18n/areas.ts';
import { Heading } from '../../shell/heading.tsx';
import { Personal } from '../../shell/personal.tsx';
import { QueryFailed } from '../../shell/query-failed.tsx';
import type { Query } from '../../state/use-query.ts';

/** Roles that may keep prices; the server decides, this only spares a question. */
const keepers = ['super', 'catalogue', 'finance'];

const desks = [
  { to: '/admin/promotions', id: 'pricing.nav.promotions' },
  { to: '/admin/coupons', id: 'pricing.nav.coupons' },
  { to: '/admin/rules', id: 'pricing.nav.rules' },
  { to: '/admin/price-lists', id: 'pricing.nav.lists' },
  { to: '/admin/competitor-prices', id: 'pricing.nav.competitors' },
  { to: '/admin/prices', id: 'pricing.nav.prices' },
  { to: '/admin/flash-sales', id: 'flash.title' },
] as const;

export interface PricingPageProps {
  title: string;
  /** Also for these roles. */
  also?: readonly string[];
  /** Of another part of the shop: who keeps it, its pages, and what there is to see. */
  keepers?: readonly string[];
  nav?: Nav;
  why?: string;
  children(userId: string): ReactNode;
}

export interface Nav {
  label: string;
  /** `end`: its address is the beginning of others. */
  desks: readonly { to: string; id: MessageId; end?: boolean }[];
}

/** A page of whoever keeps prices: who may see it, where the others are, and its heading. */
export function PricingPage(props: PricingPageProps) {
  const { t } = useSpeech();
  const { title, also = [], why = t('pricing.why'), children } = props;
  const nav = props.nav ?? { label: t('pricing.nav'), desks };
  const may = [...(props.keepers ?? keepers), ...also];
  return (
    <Personal
      title={title}
      why={why}
      waiting={<Frame {...{ title, nav }} children={<Shape />} />}
      children={({ userId, roles }) => (
        <Frame {...{ title, nav }}>
          {roles.some((role) => may.includes(role)) ? children(userId) : <Closed />}
        </Frame>
      )}
    />
  );
}

function Frame({ title, nav, children }: { title: string; nav: Nav; children: ReactNode }) {
  const { t } = useSpeech();
  return (
    <div className="page grid max-w-6xl grid-cols-1 gap-6 pt-6 pb-16">
      <nav aria-label={nav.label} className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {nav.desks.map(({ to, id, end = false }) => (
          <NavLink
            key={to}
            to={to}
            end={end}
            className="target py-1 text-muted hover:underline aria-[current=page]:font-semibold aria-[current=page]:text-ink"
          >
            {t(id)}
          </NavLink>
        ))}
      </nav>
      <Heading className="text-2xl">{title}</Heading>
      {children}
    </div>
  );
}

export function Closed() {
  const { t } = useSpeech();
  return <EmptyState icon="lock" title={t('pricing.closed')} text={t('pricing.closed.text')} />;
}

export function Shape() {
  const { t } = useSpeech();
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className="h-28" />
      <Skeleton className="h-28" />
    </>
  );
}

/** What was asked for, or its shape, or why not. */
export function Asked<T>({ of, children }: { of: Query<T>; children(data: T): ReactNode }) {
  const { problem, data } = of;
  if (problem?.code === 'not-allowed') return <Closed />;
  if (problem !== null) return <QueryFailed of={of} />;
  return data === null ? <Shape /> : children(data);
}
