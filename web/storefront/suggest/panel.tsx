/** The rows below the search field. Everything is a link, so a press with a key beside opens it
 * elsewhere; the focus stays in the field. */
import { clsx } from 'clsx';
import type { ReactNode, Ref } from 'react';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { Picture } from '../../ui/picture.tsx';
import { useSpeech } from '../app.tsx';
import { forgetSearch, forgetSearches } from '../state/searches.ts';
import { partsOf } from './parts.ts';
import type { Answer } from './suggestions.tsx';

export interface PanelProps {
  ref: Ref<HTMLDivElement>;
  /** Beginning of the ids of cells. */
  id: string;
  /** Id of the cell that the keys chose. */
  active: string | null;
  typed: string;
  answer: Answer | null;
  recent: readonly string[];
  trouble: 'offline' | 'away' | null;
  onChosen(): void;
}

const products_max = 4;
const searchFor = (words: string) => `/search?${new URLSearchParams({ q: words }).toString()}`;

export function Panel(props: PanelProps) {
  const { ref, answer, recent, trouble, onChosen } = props;
  const { t } = useSpeech();
  return (
    <div
      ref={ref}
      className="absolute inset-x-0 top-full z-40 mt-2 max-h-[min(38rem,65dvh)] overflow-y-auto rounded-lg border border-line bg-raised shadow-soft"
      // The field keeps the focus, so that typing can go on.
      onMouseDown={(event) => event.preventDefault()}
    >
      {trouble !== null && (
        <p className="flex items-center gap-3 border-b border-line px-5 py-3 text-sm text-muted">
          <Icon name="warning" className="size-5 text-warn" />
          {t(`suggest.${trouble}`)}
        </p>
      )}
      <div
        role="grid"
        id="suggestions"
        aria-label={t('suggest.label')}
        className={clsx(answer !== null && 'lg:grid lg:grid-cols-[1fr_1.15fr]')}
        onClick={(event) => {
          if ((event.target as Element).closest('a') !== null) onChosen();
        }}
      >
        {recent.length > 0 && <Recent {...props} />}
        {answer !== null && <Found {...props} answer={answer} />}
      </div>
    </div>
  );
}

interface GroupProps {
  title: string;
  children: ReactNode;
}

function Group({ title, children }: GroupProps) {
  return (
    <div role="rowgroup" aria-label={title}>
      <p aria-hidden="true" className="px-5 pt-3 pb-1 text-xs font-semibold text-muted">
        {title}
      </p>
      {children}
    </div>
  );
}

interface CellProps {
  id: string;
  active: string | null;
  className?: string;
  children: ReactNode;
}

function Cell({ id, active, className, children }: CellProps) {
  return (
    <div
      role="gridcell"
      id={id}
      data-active={id === active || undefined}
      className={clsx('data-active:bg-accent-soft data-active:outline-accent', className)}
    >
      {children}
    </div>
  );
}

const line = 'flex min-h-11 items-center gap-3 px-5 py-1.5 hover:bg-surface';

function Recent({ id, active, recent }: PanelProps) {
  const { t } = useSpeech();
  return (
    <div className="pb-2">
      <Group title={t('suggest.recent')}>
        {recent.map((words, at) => (
          <div key={words} role="row" className="flex">
            <Cell id={`${id}-r${at}`} active={active} className="min-w-0 flex-1">
              <Link to={searchFor(words)} tabIndex={-1} className={line}>
                <Icon name="clock" className="size-5 text-muted" />
                <span className="truncate">{words}</span>
              </Link>
            </Cell>
            <Cell id={`${id}-x${at}`} active={active}>
              <button
                type="button"
                tabIndex={-1}
                aria-label={t('suggest.forget', { words })}
                className="grid size-11 place-items-center text-muted hover:text-ink"
                onClick={() => forgetSearch(words)}
              >
                <Icon name="close" className="size-4" />
              </button>
            </Cell>
          </div>
        ))}
        <div role="row">
          <Cell id={`${id}-all`} active={active}>
            <button
              type="button"
              tabIndex={-1}
              className="link flex min-h-11 items-center px-5 text-sm"
              onClick={forgetSearches}
            >
              {t('suggest.forget-all')}
            </button>
          </Cell>
        </div>
      </Group>
    </div>
  );
}

function Found(props: PanelProps & { answer: Answer }) {
  const { id, active, typed, answer } = props;
  const { t } = useSpeech();
  const { queries, categories, brands, products, correctedQuery } = answer;
  return (
    <>
      <div className="pb-2">
        {correctedQuery !== null && queries.every(({ text }) => text !== correctedQuery) && (
          <Group title={t('suggest.meant')}>
            <Row cell={`${id}-m`} to={searchFor(correctedQuery)} icon="search" active={active}>
              {correctedQuery}
            </Row>
          </Group>
        )}
        {queries.length > 0 && (
          <Group title={t('suggest.queries')}>
            {queries.map(({ text }, at) => (
              <Row
                key={text}
                cell={`${id}-q${at}`}
                to={searchFor(text)}
                icon="search"
                active={active}
                spare={at >= 4}
              >
                <Typed text={text} typed={typed} />
              </Row>
            ))}
          </Group>
        )}
        {categories.length > 0 && (
          <Group title={t('suggest.departments')}>
            {categories.map(({ name, path, count }, at) => (
              <Row
                key={path}
                cell={`${id}-c${at}`}
                to={`/search?${new URLSearchParams({ q: typed, category: path }).toString()}`}
                icon="grid"
                active={active}
                spare={at >= 2}
                count={count}
              >
                {t('suggest.in', { department: name })}
              </Row>
            ))}
          </Group>
        )}
        {brands.length > 0 && (
          <Group title={t('suggest.brands')}>
            {brands.map(({ name, slug }, at) => (
              <Row
                key={slug}
                cell={`${id}-b${at}`}
                to={`/search?${new URLSearchParams({ q: name, brand: slug }).toString()}`}
                icon="box"
                active={active}
                spare={at >= 1}
              >
                <Typed text={name} typed={typed} />
              </Row>
            ))}
          </Group>
        )}
      </div>
      {products.length > 0 && <Products {...props} />}
    </>
  );
}

interface RowProps {
  cell: string;
  to: string;
  icon: IconName;
  active: string | null;
  /** Left out where there is little room. */
  spare?: boolean;
  count?: number;
  children: ReactNode;
}

function Row({ cell, to, icon, active, spare = false, count, children }: RowProps) {
  const { number } = useSpeech();
  return (
    <div role="row" className={clsx(spare && 'max-lg:hidden')}>
      <Cell id={cell} active={active}>
        <Link to={to} tabIndex={-1} className={line}>
          <Icon name={icon} className="size-5 text-muted" />
          <span className="truncate">{children}</span>
          {count !== undefined && (
            <span className="figures ms-auto text-sm text-muted">{number(count)}</span>
          )}
        </Link>
      </Cell>
    </div>
  );
}

/** What is new in a suggestion is strong. */
function Typed({ text, typed }: { text: string; typed: string }) {
  return partsOf(text, typed).map((part, at) =>
    part.typed ? <span key={at}>{part.text}</span> : <b key={at}>{part.text}</b>,
  );
}

function Products({ id, active, typed, answer }: PanelProps & { answer: Answer }) {
  const { t, money } = useSpeech();
  return (
    <div className="border-t border-line pb-2 lg:border-s lg:border-t-0">
      <Group title={t('suggest.products')}>
        {answer.products.slice(0, products_max).map((card, at) => (
          <div key={card.productId} role="row">
            <Cell id={`${id}-p${at}`} active={active}>
              <Link
                to={`/p/${card.slug}`}
                tabIndex={-1}
                className="flex min-h-11 items-center gap-4 px-5 py-2 hover:bg-surface"
              >
                <Picture
                  src={card.imageUrl}
                  alt=""
                  sizes="4rem"
                  among={{ min: 64, max: 192 }}
                  className="size-16 shrink-0 rounded-md"
                />
                <span className="grid min-w-0">
                  <span className="truncate text-sm font-medium">{card.name}</span>
                  <span className="figures text-sm">
                    {money(card.salePrice ?? card.price, card.currency)}
                    {card.salePrice !== null && (
                      <>
                        <span className="unseen"> {t('price.was')}</span>{' '}
                        <s className="text-muted">{money(card.price, card.currency)}</s>
                      </>
                    )}
                  </span>
                  <span className={clsx('text-xs', card.inStock ? 'text-good' : 'text-muted')}>
                    {t(card.inStock ? 'stock.in' : 'stock.out')}
                  </span>
                </span>
              </Link>
            </Cell>
          </div>
        ))}
        <div role="row">
          <Cell id={`${id}-s`} active={active}>
            <Link
              to={searchFor(typed)}
              tabIndex={-1}
              className="link flex min-h-11 items-center px-5 text-sm"
            >
              {t('suggest.all', { words: typed })}
            </Link>
          </Cell>
        </div>
      </Group>
    </div>
  );
}
