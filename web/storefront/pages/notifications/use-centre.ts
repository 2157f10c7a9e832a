/** The list as it is read, marked and followed live. */
import { useCallback, useEffect, useState } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey } from '../../../client/request.ts';
import { followStream, type StreamState } from '../../../client/stream.ts';
import { useApp } from '../../app.tsx';
import { onlooker } from '../../state/onlooker.ts';
import { useQuery } from '../../state/use-query.ts';
import { isWanted, withNew, withOlder, type Told, type Topic } from './days.ts';

const page_size = 20;

export interface Filter {
  topic: Topic | null;
  unread: boolean;
}

export interface Centre {
  /** Null until the first page came. */
  list: readonly Told[] | null;
  hasMore: boolean;
  problem: ApiProblem | null;
  loading: boolean;
  line: StreamState;
  reload(): void;
  /** The next page below. */
  more(): Promise<void>;
  /** At once on screen; taken back when it is refused. */
  mark(told: Told, read: boolean): Promise<void>;
  markAll(topic: Topic | null, key: string): Promise<number>;
}

interface Counted {
  unread: number;
}

type Change = (edit: (list: readonly Told[]) => readonly Told[]) => void;

export function useCentre(userId: string, filter: Filter): Centre {
  const { api } = useApp();
  const [list, setList] = useState<readonly Told[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [failed, setFailed] = useState<ApiProblem | null>(null);
  const { topic, unread } = filter;
  const query = topic === null ? { unread } : { topic, unread };
  const first = useQuery(`told ${userId} ${topic} ${unread}`, (signal) =>
    api.request('GET /notifications', { query: { ...query, limit: page_size }, signal }),
  );
  useEffect(() => {
    if (first.data === null) return;
    setList(first.data.data);
    setCursor(first.data.nextCursor);
  }, [first.data]);
  // While the first page is on its way the news is in it.
  const change = useCallback<Change>((edit) => setList((now) => now && edit(now)), []);
  const line = useLine(filter, change);
  const mark = useMark(change, setFailed);
  return {
    list,
    hasMore: cursor !== null,
    problem: failed ?? first.problem,
    loading: first.loading,
    line,
    reload: () => {
      setFailed(null);
      first.reload();
    },
    more: async () => {
      if (cursor === null) return;
      const page = { ...query, limit: page_size, cursor };
      const older = await api.request('GET /notifications', { query: page });
      change((now) => withOlder(now, older.data));
      setCursor(older.nextCursor);
    },
    mark,
    markAll: async (of, key) => {
      // Only what is on screen or older: what comes meanwhile stays unread.
      const upTo = list?.[0]?.notificationId;
      const body = {
        ...(of === null ? {} : { topic: of }),
        ...(upTo === undefined ? {} : { upTo }),
      };
      const { changed } = await api.request('POST /notifications/read-all', { body, key });
      first.reload();
      return changed;
    },
  };
}

/** Takes in what comes while the page is open; gives how the live line is. */
function useLine({ topic, unread }: Filter, change: Change): StreamState {
  const { notices, session } = useApp();
  const [line, setLine] = useState<StreamState>('connecting');
  useEffect(
    () =>
      followStream({
        url: '/api/v1/notifications/stream',
        fetch: (url, init) => fetch(url, init),
        token: session.token,
        renew: session.renew,
        onlooker: onlooker(),
        onState: setLine,
        onEvent: ({ type, data }) => {
          const news = JSON.parse(data) as unknown;
          if (type === 'unread') notices.tell((news as Counted).unread);
          if (type !== 'notification' || !isWanted(news as Told, topic, unread)) return;
          change((list) => withNew(list, news as Told));
        },
      }),
    [session, notices, change, topic, unread],
  );
  return line;
}

/** Marks one at once on screen, and takes it back when the server refuses. */
function useMark(change: Change, failed: (problem: ApiProblem | null) => void): Centre['mark'] {
  const { api, notices } = useApp();
  const count = (step: number) => notices.tell(Math.max(0, (notices.unread.get() ?? 0) + step));
  return async (told, read) => {
    const { notificationId } = told;
    const step = told.read === read ? 0 : read ? -1 : 1;
    failed(null);
    change((list) => withNew(list, { ...told, read }));
    count(step);
    try {
      await api.request('PATCH /notifications/{notificationId}', {
        params: { notificationId },
        body: { read },
        key: newKey(),
      });
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      change((list) => withNew(list, told));
      count(-step);
      failed(problem);
    }
  };
}
