/** Puts a thing on the default wishlist and takes it off; shown at once, with a way back. */
import { clsx } from 'clsx';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { problemIn } from '../../client/problem.ts';
import { newKey } from '../../client/request.ts';
import { MoreIcon } from '../../ui/icon-more.tsx';
import { useApp, type App } from '../app.tsx';
import { withNext } from '../shell/next.ts';
import { problemText } from '../shell/problem-text.ts';
import { useStore } from '../state/store.ts';
import { keepIntent, takeIntent, type Intent } from './intent.ts';
import { markList, setMarks, wantMark, type Mark } from './marks.ts';

export interface HeartProps {
  of: Intent;
  /** With words beside it. */
  wide?: boolean;
}

export default function Heart({ of, wide = false }: HeartProps) {
  const app = useApp();
  const { api, session, speech } = app;
  const { t } = speech;
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const state = useStore(session.state);
  const userId = state.kind === 'user' ? state.user.userId : null;
  const mine = useStore(markList()).get(of.productId) ?? [];
  // A card stands for all variants, the page of a product for the one that is chosen.
  const found = wide ? mine.filter(({ variantId }) => variantId === of.variantId) : mine;
  const isOn = userId !== null && found.length > 0;
  useEffect(() => {
    if (userId === null) return;
    wantMark(api, userId, of.productId);
    const pressed = takeIntent(Date.now());
    if (pressed !== null) void put(app, pressed);
  }, [api, app, userId, of.productId]);
  const press = () => {
    if (userId === null) {
      keepIntent(of, Date.now());
      void navigate(withNext('/sign-in', `${pathname}${search}`));
    } else if (isOn) void takeOff(app, of, found);
    else void put(app, of);
  };
  return (
    <button
      type="button"
      aria-pressed={wide ? undefined : isOn}
      aria-label={wide ? undefined : t('wish.heart', { name: of.name })}
      onClick={press}
      className={clsx(
        'inline-flex items-center justify-center gap-2 rounded-full font-semibold text-ink',
        wide
          ? 'min-h-11 w-full border border-line-strong px-5 hover:border-ink hover:bg-surface'
          : 'size-11 border border-line bg-canvas hover:border-ink',
      )}
    >
      <MoreIcon name="heart" className={clsx('size-5.5', isOn && 'fill-current text-danger')} />
      {wide && t(isOn ? 'wish.on' : 'wish.put')}
    </button>
  );
}

function refused(app: App, error: unknown): void {
  const problem = problemIn(error);
  if (problem === null) throw error;
  app.toasts.show({ text: problemText(app.speech, problem), tone: 'problem' });
}

const known = (productId: string): readonly Mark[] => markList().get().get(productId) ?? [];

/** On the list at once; the server's answer brings its id, or takes it off again. */
async function put(app: App, of: Intent, more: object = {}): Promise<void> {
  const { api, currency, speech, toasts } = app;
  const { productId, variantId, name } = of;
  const before = known(productId);
  setMarks(productId, [...before, { productId, variantId, itemId: '' }]);
  try {
    const body = { productId, variantId, currency, ...more };
    const { itemId } = await api.request('POST /wishlist-items', { body, key: newKey() });
    const others = known(productId).filter((one) => one.itemId !== '' && one.itemId !== itemId);
    const mark = { productId, variantId, itemId };
    setMarks(productId, [...others, mark]);
    toasts.show({
      text: speech.t('wish.added', { name }),
      tone: 'good',
      link: { label: speech.t('wish.see'), to: '/wishlists' },
    });
  } catch (error) {
    setMarks(productId, before);
    refused(app, error);
  }
}

/** Off at once; the way back brings note and quantities along. */
async function takeOff(app: App, of: Intent, marks: readonly Mark[]): Promise<void> {
  const { api, speech, toasts } = app;
  const { productId, name } = of;
  const before = known(productId);
  const gone = new Set(marks.map(({ itemId }) => itemId));
  // Its id is on its way.
  if (gone.has('')) return;
  setMarks(
    productId,
    before.filter(({ itemId }) => !gone.has(itemId)),
  );
  try {
    const kept = await Promise.all(
      marks.map(async ({ itemId }) => {
        const one = await api.request('GET /wishlist-items/{itemId}', { params: { itemId } });
        await api.request('DELETE /wishlist-items/{itemId}', { params: { itemId }, key: newKey() });
        return one;
      }),
    );
    const back = () => {
      for (const { variantId, listId, note, priority, wanted } of kept) {
        void put(app, { productId, variantId, name }, { listId, note, priority, wanted });
      }
    };
    const action = { label: speech.t('undo'), run: back };
    toasts.show({ text: speech.t('wish.removed', { name }), action });
  } catch (error) {
    setMarks(productId, before);
    // Gone on another device already: then it is as was wanted.
    if (problemIn(error)?.code === 'wish-not-found') {
      setMarks(
        productId,
        before.filter(({ itemId }) => !gone.has(itemId)),
      );
    } else refused(app, error);
  }
}
