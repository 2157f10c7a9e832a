/** What waits for a seller, each with the true count and the way to the list of just that. */
import { ButtonLink } from '../../../ui/button.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp, useSpeech } from '../../app.tsx';
import { useQuery } from '../../state/use-query.ts';
import { Asked, may, SellingPage } from './frame.tsx';

type Waits = ReplyOf<'GET /seller/waiting'>;
type What = Exclude<keyof Waits, 'products'>;

const parts: readonly { what: What; to: string; icon: IconName }[] = [
  { what: 'toSend', to: '/selling/orders', icon: 'truck' },
  { what: 'returns', to: '/selling/returns', icon: 'back' },
  { what: 'questions', to: '/selling/questions', icon: 'info' },
  { what: 'messages', to: '/selling/messages?show=unread', icon: 'person' },
  { what: 'lowStock', to: '/selling/products?needs=low-stock', icon: 'warning' },
  { what: 'withoutPicture', to: '/selling/products?needs=no-picture', icon: 'grid' },
];

export function Desk() {
  const { t } = useSpeech();
  return (
    <SellingPage
      title={t('selling.nav.desk')}
      children={(person) => <Loaded userId={person.userId} mayAdd={may(person, 'catalogue')} />}
    />
  );
}

function Loaded({ userId, mayAdd }: { userId: string; mayAdd: boolean }) {
  const { api } = useApp();
  const query = useQuery(`${userId} desk`, (signal) =>
    api.request('GET /seller/waiting', { signal }),
  );
  return <Asked of={query}>{(waits) => <Shown {...{ waits, mayAdd }} />}</Asked>;
}

function Shown({ waits, mayAdd }: { waits: Waits; mayAdd: boolean }) {
  const { t } = useSpeech();
  if (waits.products?.count === 0) return <New mayAdd={mayAdd} />;
  const left = parts.filter(({ what }) => waits[what]?.count !== 0);
  return (
    <section className="grid grid-cols-1 gap-4">
      <h2 className="text-lg">{t('selling.todo')}</h2>
      {left.length === 0 && (
        <p className="flex items-center gap-3 text-muted">
          <Icon name="check" className="size-5 text-good" />
          {t('selling.todo.none')}
        </p>
      )}
      <ul className="grid grid-cols-1 border-t border-line sm:grid-cols-2 sm:gap-x-10">
        {parts.map((part) => (
          <Line key={part.what} {...part} waiting={waits[part.what]} />
        ))}
      </ul>
    </section>
  );
}

interface LineProps {
  what: What;
  to: string;
  icon: IconName;
  waiting: Waits[What];
}

function Line({ what, to, icon, waiting }: LineProps) {
  const { t, number } = useSpeech();
  const count = waiting === null ? null : number(waiting.count);
  return (
    <li className="border-b border-line">
      <Link to={to} className="flex min-h-16 items-center gap-4 py-3 hover:bg-surface">
        <Icon name={icon} className="size-6 shrink-0 text-muted" />
        <span className="grid min-w-0 flex-1">
          <span className="font-medium">{t(`selling.todo.${what}`)}</span>
          <span className="text-sm text-muted">{t(`selling.todo.${what}.text`)}</span>
        </span>
        <span
          data-count={what}
          className={`figures text-xl ${waiting?.count === 0 ? 'text-muted' : 'font-semibold'}`}
        >
          {count === null
            ? t('selling.todo.unknown')
            : waiting?.more === true
              ? t('selling.todo.more', { count })
              : count}
        </span>
      </Link>
    </li>
  );
}

/** Nothing for sale yet: what selling begins with. */
function New({ mayAdd }: { mayAdd: boolean }) {
  const { t } = useSpeech();
  return (
    <EmptyState icon="box" title={t('selling.new')} text={t('selling.new.text')}>
      {mayAdd && (
        <ButtonLink to="/selling/products/new" kind="primary">
          {t('selling.new.product')}
        </ButtonLink>
      )}
    </EmptyState>
  );
}
