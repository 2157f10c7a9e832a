/** Counts the cart in another currency before pages are shown in it; loaded when somebody asks. */
import { problemIn } from '../../client/problem.ts';
import { newKey } from '../../client/request.ts';
import type { App } from '../app.tsx';
import { problemText } from './problem-text.ts';

const mark = 'recount';

/** The form goes on when the cart is counted; else it is told why nothing changes. */
export async function recount(app: App, { submitter, target }: SubmitEvent): Promise<void> {
  if (!(submitter instanceof HTMLButtonElement) || !(target instanceof HTMLFormElement)) return;
  const why = await counted(app, submitter.value);
  const said = target.querySelector('[role=alert]') ?? document.createElement('p');
  said.role = 'alert';
  said.className = 'px-3 pt-1 text-danger';
  said.textContent = why;
  target.append(said);
  if (why !== '') return;
  const chosen = document.createElement('input');
  Object.assign(chosen, { type: 'hidden', name: 'currency', value: submitter.value });
  target.append(chosen);
  target.submit();
}

/** Where a strict browser refuses it, the next page says nothing. */
function remember(currency: string): void {
  try {
    localStorage.setItem(mark, currency);
  } catch {
    // The cart is counted all the same.
  }
}

async function counted(app: App, currency: string): Promise<string> {
  const { api, speech, learn } = app;
  try {
    app.cart.take(await api.request('PUT /cart/currency', { body: { currency }, key: newKey() }));
    remember(currency);
    return '';
  } catch (error) {
    const problem = problemIn(error);
    if (problem === null) throw error;
    // Nothing to count.
    if (problem.code === 'cart-not-found') return '';
    await learn('recount');
    if (problem.code !== 'price-missing') return problemText(speech, problem);
    const { items = [] } = problem.body as { items?: { name: string }[] };
    const names = speech.list(items.slice(0, 3).map(({ name }) => name));
    return speech.t('recount.missing', { currency, names });
  }
}

/** On the page after it: what the cart comes to now. */
export async function tell({ cart, learn, speech, toasts }: App): Promise<void> {
  const currency = localStorage.getItem(mark);
  localStorage.removeItem(mark);
  const now = cart.state.get().cart;
  if (currency === null || now === null || now.currency !== currency) return;
  await learn('recount');
  const total = speech.money(now.subtotal - now.discount, currency);
  const link = { label: speech.t('recount.look'), to: '/cart' };
  toasts.show({ text: speech.t('recount.done', { currency, total }), link });
}
