import type { ReactNode } from 'react';
import { ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useSpeech } from '../../app.tsx';

export interface RowsProps<Row> {
  rows: readonly Row[];
  /** That there is none, and what that means. */
  none: { title: string; text: string };
  keyOf(row: Row): string;
  nameOf(row: Row): string;
  /** Left out: it has no page of its own. */
  to?(row: Row): string;
  /** What else is to know of one. */
  facts(row: Row): ReactNode;
  /** What can be done with one. */
  action?(row: Row): ReactNode;
}

/** A list of what is kept: a name that leads to it, and what is to know of it. */
export function Rows<Row>(props: RowsProps<Row>) {
  const { rows, none, keyOf, nameOf, to, facts, action } = props;
  if (rows.length === 0) return <EmptyState title={none.title} text={none.text} />;
  return (
    <ul className="grid grid-cols-1 border-t border-line">
      {rows.map((row) => (
        <li
          key={keyOf(row)}
          className="grid grid-cols-1 gap-x-6 gap-y-2 border-b border-line py-4 sm:grid-cols-[1fr_auto]"
        >
          <div className="grid min-w-0 gap-1">
            {to === undefined ? (
              <span className="font-semibold wrap-anywhere">
                <bdi>{nameOf(row)}</bdi>
              </span>
            ) : (
              <Link to={to(row)} className="target font-semibold wrap-anywhere hover:underline">
                <bdi>{nameOf(row)}</bdi>
              </Link>
            )}
            <p suppressHydrationWarning className="flex flex-wrap gap-x-4 text-sm text-muted">
              {facts(row)}
            </p>
          </div>
          {action !== undefined && <div className="self-center">{action(row)}</div>}
        </li>
      ))}
    </ul>
  );
}

/** It is not there, or not any more. */
export function Missing({ to }: { to: string }) {
  const { t } = useSpeech();
  return (
    <EmptyState title={t('pricing.missing')} text={t('pricing.missing.text')}>
      <ButtonLink to={to}>{t('pricing.cancel')}</ButtonLink>
    </EmptyState>
  );
}
