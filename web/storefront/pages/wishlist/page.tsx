/** A shared wishlist, for whoever has its link; readable without scripts. */
import { useState } from 'react';
import { useLoaderData, useLocation, useNavigate, useParams } from 'react-router';
import { problemIn } from '../../../client/problem.ts';
import { newKey, type Client, type ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp } from '../../app.tsx';
import { notFound, pageLoader, unlessMissing, type Handle } from '../../page.ts';
import { withNext } from '../../shell/next.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';

type Shared = ReplyOf<'GET /wishlists/shared/{token}'>;
type Thing = Shared['data'][number];

const page_max = 100;
/** Twice as many as a list can have: it ends in any case. */
const pages_max = 4;
const widths = { min: 160, max: 480 };

const tokenShape = /^wsh_[0-9a-f]{32}$/;

/** All that is on it: it is looked at as a whole, also without scripts. */
async function wholeList(api: Client, token: string, signal: AbortSignal): Promise<Shared> {
  const ask = (cursor: string | null) =>
    api.request('GET /wishlists/shared/{token}', {
      params: { token },
      query: { limit: page_max, sort: 'priority', ...(cursor === null ? {} : { cursor }) },
      signal,
    });
  let list = await ask(null);
  for (let nth = 1; nth < pages_max && list.nextCursor !== null; nth += 1) {
    const more = await ask(list.nextCursor);
    list = { ...more, data: [...list.data, ...more.data] };
  }
  return list;
}

export const loader = pageLoader<Shared>(async ({ app, params, signal }) => {
  const token = params['token'] ?? '';
  if (!tokenShape.test(token)) notFound();
  const asked = wholeList(app.api, token, signal);
  return (await unlessMissing(asked)) ?? notFound();
});

export const handle: Handle<Shared> = {
  meta: ({ app, data }) => {
    const title = data.name === '' ? app.speech.t('wishes.default') : data.name;
    const description = app.speech.t('wishes.shared.about', { count: data.data.length });
    return { title, description, noindex: data.visibility !== 'public' };
  },
};

export function Component() {
  const first = useLoaderData<typeof loader>();
  const { token = '' } = useParams();
  const { api, session, speech } = useApp();
  const { t } = speech;
  const state = useStore(session.state);
  const userId = state.kind === 'user' ? state.user.userId : null;
  // The first answer is for nobody in particular: who is signed in sees what is theirs.
  const mine = useQuery(userId === null ? null : `shared ${token} ${userId}`, (signal) =>
    wholeList(api, token, signal),
  );
  const list = (userId === null ? null : mine.data) ?? first;
  return (
    <div className="page grid max-w-4xl gap-6 pt-8 pb-10">
      <div className="grid gap-1">
        <h1 className="text-2xl wrap-anywhere">
          {list.name === '' ? t('wishes.default') : list.name}
        </h1>
        <p className="text-muted">{t('wishes.shared.about', { count: list.data.length })}</p>
      </div>
      {list.own && (
        <Notice
          actions={
            <ButtonLink size="sm" to="/wishlists">
              {t('wishes.title')}
            </ButtonLink>
          }
        >
          {t(list.gift ? 'wishes.shared.own.gift' : 'wishes.shared.own')}
        </Notice>
      )}
      {list.gift && userId === null && <Notice>{t('wishes.shared.gift.signed-out')}</Notice>}
      {list.data.length === 0 ? (
        <EmptyState icon="star" title={t('wishes.empty')} text={t('wishes.shared.empty')}>
          <ButtonLink to="/">{t('wishes.none.go')}</ButtonLink>
        </EmptyState>
      ) : (
        <ul className="border-b border-line">
          {list.data.map((thing) => (
            <Entry
              key={thing.itemId}
              {...{ thing, token, userId, own: list.own }}
              onChange={mine.reload}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

interface EntryProps {
  thing: Thing;
  token: string;
  userId: string | null;
  own: boolean;
  onChange(): void;
}

function Entry(props: EntryProps) {
  const { thing, own } = props;
  const { t, money } = useApp().speech;
  const { name, slug, variantId, variantName, imageUrl, note, price, currency } = thing;
  const { wanted, bought, sold, inStock, priority } = thing;
  const left = bought === null ? null : Math.max(0, wanted - bought);
  return (
    <li className="grid grid-cols-[6rem_1fr] gap-x-5 border-t border-line py-5 sm:grid-cols-[10rem_1fr]">
      <div className="overflow-hidden rounded-md">
        <Picture src={imageUrl} alt="" sizes="10rem" among={widths} className="w-full" />
      </div>
      <div className="grid min-w-0 content-start gap-1.5">
        <h2 className="text-lg wrap-anywhere">
          <Link to={`/p/${slug}?variant=${variantId}`} className="hover:underline">
            {name}
          </Link>
        </h2>
        {variantName !== '' && <p className="text-sm text-muted">{variantName}</p>}
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {price !== null && (
            <span suppressHydrationWarning className="figures font-semibold">
              {money(price, currency)}
            </span>
          )}
          {sold === false && <Badge tone="warn">{t('wishes.gone')}</Badge>}
          {sold !== false && inStock === false && <Badge tone="warn">{t('stock.out')}</Badge>}
        </p>
        <p className="text-sm text-muted">
          {t('wishes.wanted', { count: wanted })}
          {priority !== 2 && ` · ${t(priority === 3 ? 'wishes.priority.3' : 'wishes.priority.1')}`}
        </p>
        {note !== '' && <p className="whitespace-pre-line wrap-anywhere">{note}</p>}
        {left !== null && bought !== null && bought > 0 && (
          <p className="font-medium">{t('wishes.left', { count: left })}</p>
        )}
        {!own && <Giving {...props} left={left ?? wanted} />}
      </div>
    </li>
  );
}

/** Who gives one says so, so that nobody else gives it too. */
function Giving({ thing, token, userId, onChange, left }: EntryProps & { left: number }) {
  const { api, speech, toasts } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [busy, setBusy] = useState(false);
  const { itemId, mine, name } = thing;
  const say = async (quantity: number) => {
    if (userId === null) {
      await navigate(withNext('/sign-in', pathname));
      return;
    }
    if (busy) return;
    setBusy(true);
    try {
      await api.request('PUT /wishlists/shared/{token}/items/{itemId}/bought', {
        params: { token, itemId },
        body: { quantity },
        key: newKey(),
      });
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      toasts.show({ text: problemText(speech, problem), tone: 'problem' });
    } finally {
      setBusy(false);
      onChange();
    }
  };
  return (
    <div className="needs-js mt-2 flex flex-wrap items-center gap-3">
      {left > 0 && (
        <Button
          size="sm"
          busy={busy}
          aria-label={t('wishes.give.named', { name })}
          onClick={() => void say(mine + 1)}
        >
          {t('wishes.give')}
        </Button>
      )}
      {mine > 0 && (
        <>
          <span className="text-sm">{t('wishes.mine', { count: mine })}</span>
          <Button
            size="sm"
            kind="quiet"
            busy={busy}
            aria-label={t('wishes.give.undo.named', { name })}
            onClick={() => void say(0)}
          >
            {t('wishes.give.undo')}
          </Button>
        </>
      )}
    </div>
  );
}
