/** What is shown instead of the button while money may be moving, and after a hold has ended. */
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Spinner } from '../../../ui/button.tsx';
import { useEffect, useRef, useState } from 'react';
import { useApp } from '../../app.tsx';
import type { Desk } from './desk.ts';
import { timeOf } from './hold-box.tsx';
import type { Speech } from '../../i18n/translate.ts';
import type { Refund, State } from './machine.ts';

/** The bank's own time limit for a confirmation. */
const confirm_ms = 15 * 60_000;

interface PanelProps {
  icon: IconName | 'busy';
  title: string;
  text: React.ReactNode;
  children?: React.ReactNode;
}

export function Panel({ icon, title, text, children }: PanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What had the focus is gone, such as the button that was pressed.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <section
      role="status"
      aria-labelledby="panel-title"
      className="grid justify-items-start gap-4 rounded-lg bg-surface p-6 sm:p-8"
    >
      <span className="grid size-12 place-items-center rounded-full bg-canvas text-accent">
        {icon === 'busy' ? <Spinner /> : <Icon name={icon} />}
      </span>
      <h2 ref={heading} id="panel-title" tabIndex={-1} className="text-xl">
        {title}
      </h2>
      <div className="grid max-w-prose gap-2 text-muted">{text}</div>
      {children !== undefined && <div className="mt-2 flex flex-wrap gap-3">{children}</div>}
    </section>
  );
}

export interface WaitingProps {
  desk: Desk;
  state: State;
}

export function Waiting({ desk, state }: WaitingProps) {
  const { t } = useApp().speech;
  const { stage, order } = state;
  if (stage === 'action') return <Action desk={desk} state={state} />;
  if (stage === 'elsewhere') {
    return (
      <Panel
        icon="busy"
        title={t('checkout.elsewhere.title')}
        text={<p>{t('checkout.elsewhere.text')}</p>}
      />
    );
  }
  const number = order?.orderNumber ?? null;
  const safe =
    number === null ? null : (
      <ButtonLink to={`/orders/${number}`}>{t('checkout.unknown.order', { number })}</ButtonLink>
    );
  if (stage === 'finishing' || stage === 'done') {
    return (
      <Panel
        icon="busy"
        title={t('checkout.finishing.title')}
        text={<p>{t('checkout.finishing.text')}</p>}
      >
        {safe}
      </Panel>
    );
  }
  return (
    <Panel
      icon="busy"
      title={t('checkout.unknown.title')}
      text={
        <>
          <p className="font-medium text-ink">{t('checkout.unknown.again')}</p>
          <p>{t('checkout.unknown.text')}</p>
          {number !== null && <p>{t('checkout.unknown.safe', { number })}</p>}
        </>
      }
    >
      {safe}
    </Panel>
  );
}

/** The shopper is to confirm at the bank: there, back again, or another way. */
function Action({ desk, state }: WaitingProps) {
  const { speech } = useApp();
  const { t } = speech;
  const [busy, setBusy] = useState<'look' | 'other' | null>(null);
  const { actionUrl, since } = state.order ?? { actionUrl: null, since: null };
  const until = since === null ? null : new Date(Date.parse(since) + confirm_ms).toISOString();
  const during = (what: 'look' | 'other', work: () => Promise<unknown>) => () => {
    setBusy(what);
    void work().finally(() => setBusy(null));
  };
  return (
    <Panel
      icon="shield"
      title={t('checkout.action.title')}
      text={
        <>
          <p>{t('checkout.action.text')}</p>
          {until !== null && <p>{t('checkout.action.until', { time: timeOf(speech, until) })}</p>}
        </>
      }
    >
      {actionUrl !== null && (
        <Button kind="primary" onClick={() => desk.handOver(actionUrl)}>
          {t('checkout.action.go')}
        </Button>
      )}
      <Button busy={busy === 'look'} onClick={during('look', () => desk.lookAtOrder())}>
        {t('checkout.action.look')}
      </Button>
      <Button
        kind="quiet"
        busy={busy === 'other'}
        onClick={during('other', () => desk.payAnotherWay())}
      >
        {t('checkout.action.other')}
      </Button>
    </Panel>
  );
}

/** The hold is over. Nothing that was typed is. */
export function Over({ desk, state }: WaitingProps) {
  const { speech } = useApp();
  const { t, maybe } = speech;
  const { end, decline, refusal } = state;
  const again = () => void desk.open({ again: true });
  if (end?.why === 'refunded') {
    const number = state.order?.orderNumber ?? '';
    const text = refundText(speech, end.refund);
    return (
      <Panel icon="back" title={t('checkout.refund.title')} text={<p>{text}</p>}>
        <ButtonLink to={`/orders/${number}`}>{t('checkout.placed.view')}</ButtonLink>
        <ButtonLink to="/help" kind="quiet">
          {t('footer.help')}
        </ButtonLink>
      </Panel>
    );
  }
  if (end?.why === 'declined' || end?.why === 'used-up') {
    const why =
      end.why === 'used-up'
        ? t('checkout.used-up.text')
        : (maybe(`checkout.decline.${decline?.code ?? ''}`) ?? t('checkout.final.text'));
    return (
      <Panel
        icon="card"
        title={t('checkout.final.title')}
        text={
          <>
            <p>{why}</p>
            <p>{t('checkout.final.released')}</p>
          </>
        }
      >
        <Button kind="primary" onClick={again}>
          {t('checkout.final.other')}
        </Button>
        <ButtonLink to="/help" kind="quiet">
          {t('footer.help')}
        </ButtonLink>
      </Panel>
    );
  }
  const expired = end?.why === 'expired';
  return (
    <Panel
      icon="clock"
      title={t(expired ? 'checkout.over.title' : 'checkout.left.title')}
      text={<p>{t(expired ? 'checkout.over.text' : 'checkout.left.text')}</p>}
    >
      {refusal === null && (
        <Button kind="primary" onClick={again}>
          {t('checkout.over.again')}
        </Button>
      )}
      <ButtonLink to="/cart">{t('cart.back')}</ButtonLink>
    </Panel>
  );
}

function refundText({ t, money, date }: Speech, refund: Refund | undefined): string {
  if (refund === undefined) return t('checkout.refund.soon');
  const { id: reference, expectedBy } = refund;
  const amount = money(refund.amount, refund.currency);
  if (expectedBy === null) return t('checkout.refund.open', { amount, reference });
  const day = date(expectedBy, { dateStyle: 'long', timeZone: 'UTC' });
  return t('checkout.refund.text', { amount, reference, date: day });
}
