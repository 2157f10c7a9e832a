import { useState, type ReactNode } from 'react';
import { useQuery } from '../../state/use-query.ts';
import { Asked } from '../admin-pricing/frame.tsx';
import { More } from '../admin-pricing/more.tsx';

export interface Page<Row> {
  data: Row[];
  nextCursor: string | null;
}

export interface PagedProps<Row> {
  /** Names what is listed; another name is listed from its beginning. */
  name: string;
  ask(query: { limit: number; cursor?: string }, signal?: AbortSignal): Promise<Page<Row>>;
  /** `isAll`: there is no further page. */
  children(rows: readonly Row[], isAll: boolean): ReactNode;
}

const page_count = 25;

/** A list page by page, from its beginning. */
export function Paged<Row>({ name, ask, children }: PagedProps<Row>) {
  const [more, setMore] = useState<readonly Row[]>([]);
  const [isAll, setAll] = useState(false);
  const found = useQuery(name, (signal) => ask({ limit: page_count }, signal));
  return (
    <Asked of={found}>
      {({ data, nextCursor }) => (
        <>
          {children([...data, ...more], isAll || nextCursor === null)}
          <More
            first={nextCursor}
            load={async (cursor) => {
              const page = await ask({ limit: page_count, cursor });
              setMore((before) => [...before, ...page.data]);
              setAll(page.nextCursor === null);
              return page.nextCursor;
            }}
          />
        </>
      )}
    </Asked>
  );
}
