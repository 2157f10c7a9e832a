import { useState, type ReactNode } from 'react';
import { ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useQuery } from '../../state/use-query.ts';
import { DealRow, type Deal } from './deal-row.tsx';
import { Asked } from './frame.tsx';
import { More } from './more.tsx';

const page_count = 25;

export interface DealPage<D> {
  data: D[];
  nextCursor: string | null;
}

export interface DealListProps<D extends Deal> {
  userId: string;
  /** The list's address; one of it is below, and `new` makes another. */
  to: string;
  /** What they are, how another is made, and that there is none. */
  words: { text: string; add: string; none: string };
  idOf(deal: D): string;
  ask(query: { limit: number; cursor?: string }, signal?: AbortSignal): Promise<DealPage<D>>;
  onSwitch(id: string, to: { enabled: boolean; key: string }): Promise<Deal>;
  /** What else is to know of one. */
  facts?(deal: D): ReactNode;
}

/** Promotions, coupons or rules, the newest first, page by page, each with its switch. */
export function DealList<D extends Deal>(props: DealListProps<D>) {
  const { userId, to, words, idOf, ask, onSwitch, facts } = props;
  const [more, setMore] = useState<readonly D[]>([]);
  const found = useQuery(`${userId} ${to}`, (signal) => ask({ limit: page_count }, signal));
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">{words.text}</p>
        <ButtonLink kind="primary" to={`${to}/new`}>
          {words.add}
        </ButtonLink>
      </div>
      <Asked of={found}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <EmptyState title={words.none} text={words.text} />
          ) : (
            <>
              <ul className="grid grid-cols-1 border-t border-line">
                {[...data, ...more].map((one) => (
                  <DealRow
                    key={idOf(one)}
                    to={`${to}/${idOf(one)}`}
                    deal={one}
                    onSwitch={(enabled, key) => onSwitch(idOf(one), { enabled, key })}
                  >
                    {facts?.(one)}
                  </DealRow>
                ))}
              </ul>
              <More
                first={nextCursor}
                load={async (cursor) => {
                  const page = await ask({ limit: page_count, cursor });
                  setMore((before) => [...before, ...page.data]);
                  return page.nextCursor;
                }}
              />
            </>
          )
        }
      </Asked>
    </>
  );
}
