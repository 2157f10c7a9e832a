// What all pages of a seller share: who may see them, the way between them, and how what was asked
// for looks while it comes, when it does not come, and when there is none.
import type { ReactNode } from 'react';
import { NavLink } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useSpeech } from '../../app.tsx';
import type { MessageId } from '../../i18n/areas.ts';
import { Heading } from '../../shell/heading.tsx';
import { Personal } from '../../shell/personal.tsx';
import { QueryFailed } from '../../shell/query-failed.tsx';
import type { Person } from '../../state/session.ts';
import type { Query } from '../../state/use-query.ts';

/** The pages of a seller; `end`: only this very address is the page, none below it. */
const parts: readonly { to: string; id: MessageId; end?: boolean }[] = [
  { to: '/selling', id: 'selling.nav.desk', end: true },
  { to: '/selling/orders', id: 'selling.nav.orders' },
  { to: '/selling/returns', id: 'selling.nav.returns' },
  { to: '/selling/products', id: 'selling.nav.products' },
  { to: '/selling/events', id: 'selling.nav.events' },
  { to: '/selling/questions', id: 'selling.nav.questions' },
  { to: '/selling/messages', id: 'selling.nav.messages' },
];

export interface SellingPageProps {
  title: string;
  lead?: ReactNode;
  /** Beside the heading. */
  action?(person: Person): ReactNode;
  children(person: Person): ReactNode;
}

/** A page of a seller; speaks the area `selling`. Rights are the server's to know. */
export function SellingPage({ title, lead, action, children }: SellingPageProps) {
  const { t } = useSpeech();
  return (
    <Personal
      title={title}
      why={t('selling.entry')}
      waiting={<Frame {...{ title, lead }} children={<Shape />} />}
      children={(person) =>
        person.sellers.length === 0 ? (
          <Frame title={title} children={<Closed />} />
        ) : (
          <Frame {...{ title, lead }} action={action?.(person)}>
            {children(person)}
          </Frame>
        )
      }
    />
  );
}

interface FrameProps extends Pick<SellingPageProps, 'title' | 'lead'> {
  action?: ReactNode;
  children: ReactNode;
}

/** The heading of a page, and where the others are. */
export function Frame({ title, lead, action, children }: FrameProps) {
  const { t } = useSpeech();
  return (
    <div className="page grid max-w-5xl grid-cols-1 gap-6 pt-6 pb-16">
      <nav aria-label={t('selling.nav')} className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {parts.map(({ to, id, end = false }) => (
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
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="grid min-w-0 gap-2">
          <Heading className="text-2xl">{title}</Heading>
          {lead !== undefined && <div className="max-w-xl text-muted">{lead}</div>}
        </div>
        {action}
      </div>
      {children}
    </div>
  );
}

/** Whether somebody may do this for a seller of theirs; the server decides in the end. */
export const may = ({ sellers }: Pick<Person, 'sellers'>, role: string): boolean =>
  sellers.some((one) => one.role === 'owner' || one.role === role);

/** For who works for no seller, or has no role for this. */
export function Closed() {
  const { t } = useSpeech();
  return <EmptyState icon="lock" title={t('selling.closed')} text={t('selling.closed.text')} />;
}

export function Shape() {
  const { t } = useSpeech();
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </>
  );
}

/** What was asked for, or its shape, or why not; what is not theirs is not there. */
export function Asked<T>({ of, children }: { of: Query<T>; children(data: T): ReactNode }) {
  const { t } = useSpeech();
  const { problem, data } = of;
  if (problem?.code === 'not-allowed') return <Closed />;
  // An address that names nothing that could be is not there either.
  if (problem?.status === 404 || problem?.status === 422) {
    return <EmptyState title={t('selling.missing')} text={t('selling.missing.text')} />;
  }
  if (problem !== null) return <QueryFailed of={of} />;
  return data === null ? <Shape /> : children(data);
}
