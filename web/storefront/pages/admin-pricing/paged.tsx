import { useState, type ReactNode } from 'react';
import { useQuery } from '../../state/use-query.ts';
import { Asked } from './frame.tsx';
import { More } from './more.tsx';

export interface Page<Row> {
  data: Row[];
  nextCursor: string | null;
}

export interface PagedProps<Row> {
  /** Names what is listed; another name is listed from its beginning. */
  name: string;
  ask(query: { limit: number; cursor?: string }, signal?: AbortSignal): Promise<Page<Row>>;
  children(rows: readonly Row[]): ReactNode;
}

const page_count = 25;

/** A list page by page, from its beginning. */
export function Paged<Row>({ name, ask, children }: PagedProps<Row>) {
  const [more, setMore] = useState<readonly Row[]>([]);
  const found = useQuery(name, (signal) => ask({ limit: page_count }, signal));
  return (
    <Asked of={found}>
      {({ data, nextCursor }) => (
        <>
          {children([...data, ...more])}
          <More
            first={nextCursor}
            load={async (cursor) => {
              const page = await ask({ limit: page_count, cursor });
              setMore((before) => [...before, ...page.data]);
              return page.nextCursor;
            }}
          />
        </>
      )}
    </Asked>
  );
}
