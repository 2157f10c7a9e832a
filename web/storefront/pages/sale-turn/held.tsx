/** A unit that is theirs for a while: until when, on to the checkout, or back to the line. */
import { clsx } from 'clsx';
import { useEffect, useMemo, useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { phaseOf, shownLeft } from '../checkout/clock.ts';
import { useDeadline } from '../checkout/use-deadline.ts';
import type { Sale } from '../sale/landing.tsx';
import type { Token } from './turn.tsx';

export interface HeldProps {
  sale: Sale;
  token: Token;
  onChange(): void;
}

export function Held({ sale, token, onChange }: HeldProps) {
  const { t } = useSpeech();
  const base = useMemo(
    () => ({ server_ms: Date.parse(token.serverTime), local_ms: performance.now() }),
    [token],
  );
  const left = useDeadline(token.expiresAt, base);
  const { state } = token;
  const isOver = left?.phase === 'over' && state === 'HELD';
  useEffect(() => {
    if (!isOver) return undefined;
    // The server ends it a moment later, and says what became of it.
    const timer = setTimeout(onChange, 2_000);
    return () => clearTimeout(timer);
  }, [isOver, onChange]);
  if (state === 'SOLD') {
    return (
      <EmptyState icon="check" title={t('sale.turn.sold.title')} text={t('sale.turn.sold.text')}>
        <ButtonLink to="/orders" kind="primary">
          {t('sale.turn.orders')}
        </ButtonLink>
      </EmptyState>
    );
  }
  if (state === 'RETURNED' || isOver) {
    return (
      <EmptyState icon="clock" title={t('sale.turn.over.title')} text={t('sale.turn.over.text')}>
        <ButtonLink to={`/sale/${sale.saleId}`}>{t('sale.turn.to-sale')}</ButtonLink>
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-6">
      <Clock token={token} left_ms={left?.left_ms ?? null} />
      <Thing sale={sale} token={token} />
      <p className="max-w-prose text-muted">
        {t('sale.turn.checkout.text', {
          count: Math.max(1, Math.round(sale.checkoutSeconds / 60)),
        })}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <ButtonLink to={`/checkout/${sale.saleId}/${token.tokenId}`} kind="primary" size="lg">
          {t('sale.turn.checkout')}
        </ButtonLink>
        {state === 'HELD' && <GiveUp saleId={sale.saleId} onGone={onChange} />}
      </div>
    </div>
  );
}

/** The time by the clock first, then what is left; its box never changes its height. */
function Clock({ token, left_ms }: { token: Token; left_ms: number | null }) {
  const { t, date, number } = useSpeech();
  const time = date(token.expiresAt, { timeStyle: 'short' });
  const phase = left_ms === null ? 'calm' : phaseOf(left_ms);
  const isShort = phase === 'two' || phase === 'one';
  const { minutes, seconds } = shownLeft(left_ms ?? 0);
  const rest =
    seconds === null
      ? t('sale.turn.left', { count: minutes })
      : `${number(minutes)}:${number(seconds, { minimumIntegerDigits: 2 })}`;
  return (
    <>
      <div
        data-edge
        data-token={token.state}
        className={clsx(
          'flex min-h-19 items-center gap-3.5 rounded-md px-4',
          isShort ? 'bg-warn-soft' : 'bg-accent-soft',
        )}
      >
        <Icon name="clock" className={clsx('size-6', isShort ? 'text-warn' : 'text-accent')} />
        <div>
          <p className="figures font-semibold">{t('sale.turn.until', { time })}</p>
          <p role="timer" className="figures text-sm text-muted">
            {left_ms === null ? '' : rest}
          </p>
        </div>
      </div>
      <p role="status" className="unseen">
        {isShort ? t('sale.turn.left', { count: phase === 'two' ? 2 : 1 }) : ''}
      </p>
    </>
  );
}

function Thing({ sale, token }: Omit<HeldProps, 'onChange'>) {
  const { t, money } = useSpeech();
  const item = sale.items.find((one) => one.variantId === token.variantId);
  if (item === undefined) return null;
  return (
    <div className="grid grid-cols-[6rem_1fr] items-center gap-4">
      <Picture src={item.imageUrl} alt="" sizes="6rem" className="w-full rounded-md" />
      <div className="min-w-0">
        <p className="text-lg font-semibold wrap-anywhere">
          <bdi>{item.name}</bdi>
        </p>
        <p className="figures text-lg">{money(token.price, token.currency)}</p>
        {token.quantity > 1 && (
          <p className="figures text-muted">{t('sale.units', { count: token.quantity })}</p>
        )}
      </div>
    </div>
  );
}

function GiveUp({ saleId, onGone }: { saleId: string; onGone(): void }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [open, setOpen] = useState(false);
  const action = useAction();
  const give = () =>
    action.run(async (key) => {
      await api.request('DELETE /flash-sales/{saleId}/token', { params: { saleId }, key });
      setOpen(false);
      onGone();
    });
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('sale.turn.give')}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('sale.turn.give.title')}
        closeLabel={t('close')}
        footer={
          <div className="flex flex-wrap gap-3">
            <Button kind="danger" busy={action.busy} onClick={() => void give()}>
              {t('sale.turn.give.yes')}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('sale.turn.give.no')}</Button>
          </div>
        }
      >
        <p className="text-muted">{t('sale.turn.give.text')}</p>
        <FormProblem problem={action.problem} />
      </Dialog>
    </>
  );
}
