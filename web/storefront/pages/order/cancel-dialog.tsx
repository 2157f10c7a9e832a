// Cancelling an order, or some of it: what to take off, the reason, what comes back and when, and
// where it is too late, why and what instead.
import { useState, type FormEvent } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey, type BodyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Select } from '../../../ui/field.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { toHeading } from '../../shell/heading.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { ItemChoice, ItemRefund } from './cancel-items.tsx';
import { actionOf, type OwnOrder } from './progress.ts';

type Reason = NonNullable<BodyOf<'POST /orders/{orderId}/cancel'>['reason']>;

const reasons: readonly Reason[] = [
  'changed-mind',
  'ordered-by-mistake',
  'found-cheaper',
  'takes-too-long',
  'other',
];

export interface CancelDialogProps {
  open: boolean;
  order: OwnOrder;
  onClose(): void;
  /** It was cancelled, or turned out to be too late: the order is another now. */
  onChanged(): void;
}

/** The order or some of it, with what comes back; too late says what instead. */
export function CancelDialog({ open, order, onClose, onChanged }: CancelDialogProps) {
  const { t } = useSpeech();
  const title = t('orders.cancel.title');
  return (
    <Dialog {...{ open, onClose, title }} closeLabel={t('close')}>
      <CancelForm {...{ order, onClose, onChanged }} />
    </Dialog>
  );
}

type Scope = 'whole' | 'items';

/** What can be chosen between: an order with one line left has no parts. */
function scopesOf(order: OwnOrder): Scope[] {
  const open = order.items.filter((item) => item.status !== 'CANCELLED');
  const some = actionOf(order, 'cancel-items').allowed && open.length > 1;
  const whole = actionOf(order, 'cancel').allowed || !some;
  return [...(whole ? ['whole' as const] : []), ...(some ? ['items' as const] : [])];
}

const late: readonly string[] = ['order-not-cancellable', 'line-not-cancellable'];

function CancelForm({ order, onClose, onChanged }: Omit<CancelDialogProps, 'open'>) {
  const { api, speech, toasts } = useApp();
  const { t } = speech;
  // The same for every try of one choice: cancelling twice is cancelling once.
  const [key, setKey] = useState(newKey);
  const [chosenScope, setScope] = useState<Scope | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const scopes = scopesOf(order);
  const scope = scopes.find((one) => one === chosenScope) ?? scopes[0] ?? 'whole';
  const tooLate = problem !== null && late.includes(problem.code);
  const choose = (change: () => void) => {
    change();
    setKey(newKey());
    setProblem(null);
  };
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const picked = new FormData(event.currentTarget).get('reason');
    const reason = reasons.find((one) => one === picked);
    setBusy(true);
    setProblem(null);
    try {
      await api.request('POST /orders/{orderId}/cancel', {
        params: { orderId: order.orderId },
        body: {
          ...(reason === undefined ? {} : { reason }),
          ...(scope === 'items' ? { lines: [...chosen] } : {}),
        },
        key,
      });
      const text = t(scope === 'items' ? 'orders.cancel.items.done' : 'orders.cancel.done');
      toasts.show({ text, tone: 'good' });
      onClose();
      onChanged();
      // The button that opened this goes with the order's new state.
      requestAnimationFrame(() => toHeading());
    } catch (error) {
      const refused = problemIn(error);
      if (refused === null) throw error;
      setProblem(refused);
      if (late.includes(refused.code)) onChanged();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="grid gap-5" onSubmit={(event) => void send(event)}>
      <ScopeChoice {...{ scopes, scope }} onChange={(one) => choose(() => setScope(one))} />
      {scope === 'whole' ? (
        <p>{t('orders.cancel.whole', { count: order.items.length })}</p>
      ) : (
        <ItemChoice {...{ order, chosen }} onChange={(some) => choose(() => setChosen(some))} />
      )}
      <ReasonChoice />
      <div className="rounded-md bg-surface p-4" aria-live="polite">
        <p className="font-semibold">{t('orders.cancel.refund')}</p>
        <div className="mt-1">
          {scope === 'whole' ? refundPreview(speech, order) : <ItemRefund {...{ order, chosen }} />}
        </div>
      </div>
      {problem !== null && (
        <ErrorNotice
          title={t(tooLate ? 'orders.cancel.late' : 'orders.cancel.failed')}
          text={tooLate ? lateText(speech, problem) : problemText(speech, problem)}
          requestId={problem.requestId}
          requestLabel={t('failed.request')}
        />
      )}
      <div className="flex flex-wrap gap-3">
        {!tooLate && (
          <Button
            type="submit"
            kind="danger"
            id="cancel-send"
            busy={busy}
            {...(scope === 'items' && chosen.size === 0 ? { whyNot: t('orders.cancel.pick') } : {})}
          >
            {t(scope === 'items' ? 'orders.cancel.items.send' : 'orders.cancel.send')}
          </Button>
        )}
        <Button onClick={onClose}>
          {t(tooLate ? 'close' : `orders.cancel.${scope === 'items' ? 'items.keep' : 'keep'}`)}
        </Button>
      </div>
    </form>
  );
}

interface ScopeChoiceProps {
  scopes: readonly Scope[];
  scope: Scope;
  onChange(scope: Scope): void;
}

function ScopeChoice({ scopes, scope, onChange }: ScopeChoiceProps) {
  const { t } = useSpeech();
  if (scopes.length < 2) return null;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium">{t('orders.cancel.what')}</legend>
      {scopes.map((one) => (
        <label key={one} className="target flex items-center gap-3">
          <input
            type="radio"
            name="scope"
            value={one}
            checked={one === scope}
            onChange={() => onChange(one)}
            className="size-5 accent-accent"
          />
          {t(`orders.cancel.what.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}

function ReasonChoice() {
  const { t } = useSpeech();
  return (
    <Select name="reason" label={t('orders.cancel.reason')} optional={t('orders.optional')}>
      <option value="">{t('orders.cancel.reason.none')}</option>
      {reasons.map((reason) => (
        <option key={reason} value={reason}>
          {t(`orders.reason.${reason}`)}
        </option>
      ))}
    </Select>
  );
}

/** What comes back, before anything is sent. */
function refundPreview(speech: Speech, { money: state, currency }: OwnOrder): string {
  const { t, money } = speech;
  if (state === null) return t('orders.cancel.refund.unknown');
  if (state.paid === 0) return t('orders.cancel.refund.none');
  if (state.refunded + state.refunding > 0) return t('orders.cancel.refund.rest');
  return t('orders.cancel.refund.amount', { amount: money(state.paid, currency) });
}

function lateText(speech: Speech, { body }: ApiProblem): string {
  const reason = typeof body['reason'] === 'string' ? body['reason'] : '';
  const ofItem = speech.maybe(`orders.cancel.item.${reason}`);
  if (ofItem !== null && ofItem !== undefined) return ofItem;
  return speech.maybe(`orders.why.cancel.${reason}`) ?? speech.t('orders.why.cancel.on-its-way');
}
