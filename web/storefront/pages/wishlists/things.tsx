/** What is on a list: at the prices and stock of this moment, page by page. */
import { useEffect, useRef, useState } from 'react';
import { problemIn } from '../../../client/problem.ts';
import { newKey, type ReplyOf } from '../../../client/request.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState, ErrorNotice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { Select } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import type { List, Thing } from './list.ts';
import { ThingEntry } from './thing.tsx';

type ItemPage = ReplyOf<'GET /wishlists/{listId}/items'>;

export interface ThingsProps {
  list: List;
  lists: readonly List[];
  onChange(): void;
}

const sorts = ['newest', 'priority'] as const;
const step = 20;
/** As many as a list can have, and as a page of the API has. */
const shown_max = 200;
const page_max = 100;

export function Things({ list, lists, onChange }: ThingsProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const { listId } = list;
  const [sort, setSort] = useState<(typeof sorts)[number]>('newest');
  const [limit, setLimit] = useState(step);
  const found = useQuery(`wishes ${listId} ${sort} ${limit}`, async (signal) => {
    const things: Thing[] = [];
    for (let cursor: string | null = null; ;) {
      const query = { sort, limit: Math.min(limit - things.length, page_max) };
      const page: ItemPage = await api.request('GET /wishlists/{listId}/items', {
        params: { listId },
        query: cursor === null ? query : { ...query, cursor },
        signal,
      });
      things.push(...page.data);
      cursor = page.nextCursor;
      if (cursor === null || things.length >= limit) return { data: things, hasMore: page.hasMore };
    }
  });
  const reload = () => {
    found.reload();
    onChange();
  };
  const things = found.data?.data ?? null;
  if (things === null && found.problem !== null) {
    return (
      <ErrorNotice
        title={t('wishes.problem')}
        text={problemText(speech, found.problem)}
        requestId={found.problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button size="sm" busy={found.loading} onClick={found.reload}>
            {t('retry')}
          </Button>
        }
      />
    );
  }
  if (things === null) {
    return (
      <div className="grid gap-4">
        <Loading label={t('loading')} />
        <Skeleton className="h-36" />
        <Skeleton className="h-36" />
      </div>
    );
  }
  if (things.length === 0) {
    return (
      <EmptyState icon="star" title={t('wishes.empty')} text={t('wishes.none.text')}>
        <ButtonLink to="/">{t('wishes.none.go')}</ButtonLink>
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-4">
      <Select
        label={t('wishes.sort')}
        value={sort}
        onChange={(event) => setSort(event.target.value === 'priority' ? 'priority' : 'newest')}
        className="max-w-64"
      >
        {sorts.map((one) => (
          <option key={one} value={one}>
            {t(`wishes.sort.${one}`)}
          </option>
        ))}
      </Select>
      <ul className="border-b border-line">
        {things.map((thing) => (
          <Held key={thing.itemId} {...{ thing, lists }} onChange={reload} />
        ))}
      </ul>
      {found.data?.hasMore === true && limit < shown_max && (
        <Button busy={found.loading} onClick={() => setLimit(limit + step)}>
          {t('wishes.more')}
        </Button>
      )}
    </div>
  );
}

interface HeldProps {
  thing: Thing;
  lists: readonly List[];
  onChange(): void;
}

/** One thing with what can be done to it; a change shows when the server has it. */
function Held({ thing, lists, onChange }: HeldProps) {
  const { api, cart, currency, speech, toasts } = useApp();
  const { t } = speech;
  const [busy, setBusy] = useState(0);
  const { itemId, productId, variantId, name, note, priority, wanted, listId } = thing;
  // What was switched shows at once, until the server says how it is.
  const [draft, setDraft] = useState<Partial<Thing>>({});
  const version = useRef(thing.version);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    version.current = Math.max(version.current, thing.version);
    setDraft({});
  }, [thing.version]);
  const params = { itemId };
  /** One after the other, each on top of what the one before has made. */
  const attempt = (work: () => Promise<unknown>) => {
    const run = async () => {
      try {
        await work();
      } catch (error) {
        const problem = problemIn(error);
        if (problem === null) throw error;
        setDraft({});
        toasts.show({ text: problemText(speech, problem), tone: 'problem' });
      } finally {
        setBusy((before) => before - 1);
        onChange();
      }
    };
    setBusy((before) => before + 1);
    const turn = line.current.then(run);
    line.current = turn.catch(() => undefined);
    return turn;
  };
  const drop = () => api.request('DELETE /wishlist-items/{itemId}', { params, key: newKey() });
  const back = () =>
    void attempt(() => {
      const body = { productId, variantId, listId, note, priority, wanted, currency };
      return api.request('POST /wishlist-items', { body, key: newKey() });
    });
  const undo = { label: t('undo'), run: back };
  return (
    <ThingEntry
      thing={{ ...thing, ...draft }}
      lists={lists}
      busy={busy > 0}
      onChange={(body) => {
        const { tellBack = thing.tellBack, tellCheaper = thing.tellCheaper } = {
          ...draft,
          ...body,
        };
        setDraft({ tellBack, tellCheaper });
        void attempt(async () => {
          const ifMatch = `"${version.current}"`;
          const call = { params, body, key: newKey(), ifMatch };
          version.current = (await api.request('PATCH /wishlist-items/{itemId}', call)).version;
        });
      }}
      onRemove={() =>
        void attempt(async () => {
          await drop();
          toasts.show({ text: t('wishes.removed', { name }), action: undo });
        })
      }
      onCart={() =>
        void attempt(async () => {
          await cart.add({ productId, variantId, quantity: wanted, currency });
          await drop();
          const link = { label: t('cart.view'), to: '/cart' };
          toasts.show({ text: t('wishes.moved', { name }), tone: 'good', link });
        })
      }
    />
  );
}
