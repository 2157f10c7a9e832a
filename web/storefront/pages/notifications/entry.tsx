import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { MoreIcon } from '../../../ui/icon-more.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import type { Told, Topic } from './days.ts';

const icons: Record<Topic, IconName> = {
  orders: 'truck',
  messages: 'person',
  'price-drops': 'star',
  stock: 'box',
  sales: 'clock',
  account: 'shield',
};

export interface EntryProps {
  told: Told;
  onMark(read: boolean): void;
  onMute(): void;
}

/** One thing that was told: what, when, why, where it leads, and how to hear less of it. */
export function Entry({ told, onMark, onMute }: EntryProps) {
  const { speech } = useApp();
  const { t, date, money } = speech;
  const { read, topic, type } = told;
  const price = (amount: number | null) =>
    amount === null || told.currency === null ? '' : money(amount, told.currency);
  const about = { about: told.about, product: told.product, query: told.query };
  const sums = { price: price(told.price), was: price(told.was) };
  const values = { number: told.orderNumber, ...about, ...sums };
  // The shop's own words in the reader's language; what is newer than this page in the server's.
  const title = speech.maybe(`told.${type}`, values) ?? told.title;
  const text = speech.maybe(`told.${type}.text`, values) ?? told.text;
  const [kind = ''] = /^(?:booking|ticket)(?=-)/.exec(type) ?? [];
  const cause = kind === '' ? topic : kind;
  const why = speech.maybe(`told.why.${cause}`, { number: told.orderNumber ?? '' }) ?? told.why;
  return (
    <li className="grid grid-cols-[2.5rem_1fr] gap-x-4 border-b border-line py-5">
      <span
        className={clsx(
          'grid size-10 place-items-center rounded-full',
          read ? 'bg-surface text-muted' : 'bg-accent-soft text-accent',
        )}
      >
        <Icon name={icons[topic]} className="size-5" />
      </span>
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="flex min-w-0 items-baseline gap-2">
            {!read && (
              <span className="rounded-full bg-accent px-2 text-xs font-bold text-accent-ink">
                {t('told.new')}
              </span>
            )}
            <Link
              to={told.link}
              className={clsx('hover:underline', !read && 'font-semibold')}
              onClick={() => {
                if (!read) onMark(true);
              }}
            >
              {title}
            </Link>
          </span>
          <time dateTime={told.createdAt} className="figures text-sm text-muted">
            {date(told.createdAt, { timeStyle: 'short' })}
          </time>
        </p>
        <p className="text-muted">{text}</p>
        <p className="mt-1 text-sm text-muted">{why}</p>
        <div className="-ms-4 flex flex-wrap">
          <Action
            label={t('told.mark.named', { read: String(read), title })}
            onPress={() => onMark(!read)}
          >
            {t(read ? 'told.unread' : 'told.read')}
          </Action>
          <Action
            label={t('told.mute.named', { topic: t(`prefs.topic.${topic}`) })}
            onPress={onMute}
          >
            <MoreIcon name="bellOff" className="size-4.5" />
            {t('told.mute')}
          </Action>
        </div>
      </div>
    </li>
  );
}

interface ActionProps {
  label: string;
  onPress(): void;
  children: ReactNode;
}

function Action({ label, onPress, children }: ActionProps) {
  return (
    <Button size="sm" kind="quiet" aria-label={label} onClick={onPress}>
      {children}
    </Button>
  );
}
