/** The last step: how to pay, what the last try came to, and the button that names the sum. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Link } from '../../../ui/link.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useStore } from '../../state/store.ts';
import { useWait } from '../../state/use-action.ts';
import { emptyCard, problemsOf, tokenFor, type CardFields, type CardProblems } from './card.ts';
import { CardForm, cardProblemText } from './card-form.tsx';
import { CreditField, useCredit } from './credit-field.tsx';
import type { Desk } from './desk.ts';
import type { Checkout, State } from './machine.ts';
import { fieldOf, type Decline, type Method } from './outcome.ts';
import { useHosted, type Hosted } from './use-hosted.ts';
import { useTestCards } from './use-test-cards.ts';
import { useWaysToPay, type WaysToPay } from './use-ways.ts';
import { Ways } from './ways.tsx';

const CardHosted = lazy(() => import('./card-hosted.tsx'));

/** What is sent where nothing is typed that pays: PayPal and apps ask at their own place. */
const tokens = { PAYPAL: 'tok_paypal', UPI: 'tok_3ds', COD: 'door' } as const;

export interface PaymentProps {
  desk: Desk;
  state: State;
  checkout: Checkout;
  /** What was typed of a card: kept while the page lives, and nowhere else. */
  card: { now: CardFields; set(card: CardFields): void };
}

export type Problems = CardProblems & { upi?: true };

export function Payment({ desk, state, checkout, card }: PaymentProps) {
  const { money } = useApp().speech;
  const draft = useStore(desk.draft);
  const { decline } = state;
  const of = useWaysToPay(checkout, decline);
  const tests = useTestCards();
  const use = useCredit(checkout, decline);
  const { sum } = use;
  const covered = sum.rest === 0;
  // What is paid at the door cannot be paid in part before.
  const ways = sum.used > 0 ? of.ways.filter(({ way }) => way !== 'COD') : of.ways;
  const usable = ways.filter(({ expired }) => !expired);
  const chosen = usable.find(({ way }) => way === draft.payBy) ?? usable[0] ?? null;
  const [problems, setProblems] = useState<Problems>({});
  const [upi, setUpi] = useState('');
  const [save, setSave] = useState(false);
  const hosted = useHosted(checkout);
  const form = useRef<HTMLFormElement>(null);
  const amount = money(covered ? checkout.total : sum.rest, checkout.currency);
  useFocusOnDecline(decline);

  const submit = async () => {
    if (state.stage !== 'open' || of.waiting || hosted.asking) return;
    const { parts } = sum;
    if (covered) {
      void desk.pay({ way: null, method: null, token: '', parts, save: false });
      return;
    }
    if (chosen === null) return;
    const { way, method, kept } = chosen;
    const isTyped = method === 'CARD' && kept === null;
    if (isTyped && of.cardFields === undefined) return;
    const fields = isTyped && of.cardFields !== null;
    const typed = { way, method, card: card.now, upi, tests: tests ?? [] };
    const sent = fields ? await hosted.ask() : tokenOf(typed);
    if (sent === null || desk.state.get().stage !== 'open') return;
    const { token, found } = sent;
    setProblems(found);
    if (Object.keys(found).length > 0) {
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-invalid]')?.focus(),
      );
      return;
    }
    const keeps = save && kept === null && method === 'CARD' && of.userId !== null;
    desk.edit({ payBy: way });
    // What is kept from now on is the way to pay that comes first the next time.
    of.remember(keeps ? null : way);
    void desk.pay({ way, method, token, parts, save: keeps });
  };
  const details = (method: Method) => (
    <Details
      {...{ method, card, problems, decline, upi, setUpi, amount, hosted }}
      fields={of.cardFields}
      tests={tests}
      save={of.userId === null ? null : { checked: save, set: setSave }}
      onEdit={() => Object.keys(problems).length > 0 && setProblems({})}
    />
  );
  return (
    <form
      ref={form}
      noValidate
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {decline !== null && <Declined decline={decline} />}
      <CreditField {...{ checkout, ...use }} />
      {!covered && (
        <Ways
          {...{ of, ways, decline, details }}
          chosen={chosen?.way ?? null}
          onChoose={(payBy) => desk.edit({ payBy })}
        />
      )}
      <PayButton
        {...{ state, amount, covered }}
        waiting={of.waiting}
        asking={hosted.asking}
        blocked={chosen?.way === 'CARD' ? hosted.whyNot(of.cardFields, tests) : ''}
        method={chosen?.method ?? null}
      />
    </form>
  );
}

interface DetailsProps {
  method: Method;
  card: PaymentProps['card'];
  problems: Problems;
  decline: Decline | null;
  upi: string;
  setUpi(upi: string): void;
  amount: string;
  /** Null until it is known whether there are any. */
  tests: Parameters<typeof CardForm>[0]['tests'] | null;
  /** The gateway's own fields, which take the place of ours. */
  fields: WaysToPay['cardFields'];
  hosted: Hosted;
  /** Whether the card is to be kept; null for guests, who have no place to find it again. */
  save: { checked: boolean; set(save: boolean): void } | null;
  onEdit(): void;
}

/** What has to be typed, or known, of a method. */
export function Details({ method, card, problems, decline, save, ...rest }: DetailsProps) {
  const { t } = useApp().speech;
  const { upi, setUpi, amount, tests, fields, hosted, onEdit } = rest;
  if (method === 'PAYPAL') return <p className="text-muted">{t('checkout.pay.paypal.text')}</p>;
  if (method === 'COD')
    return <p className="text-muted">{t('checkout.pay.cod.text', { amount })}</p>;
  if (method === 'UPI') {
    return (
      <Field
        id="upi"
        name="upi"
        label={t('checkout.pay.upi.id')}
        hint={t('checkout.pay.upi.why')}
        placeholder="name@bank"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={100}
        value={upi}
        error={problems.upi === true ? t('checkout.pay.upi.shape') : undefined}
        onChange={(event) => setUpi(event.target.value)}
      />
    );
  }
  const texts = {
    number: cardProblemText(t, problems.number),
    expiry: cardProblemText(t, problems.expiry),
    code: cardProblemText(t, problems.code),
  };
  const wrong = decline?.way === 'CARD' ? fieldOf(decline) : null;
  if (wrong !== null) texts[wrong] ??= t(`checkout.decline.field.${wrong}`);
  return (
    <div className="grid gap-5">
      {fields && (
        <Suspense fallback={<Skeleton className="h-44" />}>
          <CardHosted {...{ fields, onEdit }} {...hosted.given} problems={texts} />
        </Suspense>
      )}
      {fields === null && tests?.length === 0 && (
        <Notice tone="warn" title={t('checkout.card.none')}>
          {t('checkout.card.none.text')}
        </Notice>
      )}
      {!fields && (fields === undefined || tests?.length !== 0) && (
        // Nothing can be typed before it is known whose fields these are; its place is kept.
        <div inert={fields === undefined}>
          <CardForm
            card={card.now}
            problems={texts}
            tests={tests ?? []}
            onChange={(next) => {
              card.set(next);
              onEdit();
            }}
          />
        </div>
      )}
      {save !== null && (fields !== null || tests?.length !== 0) && (
        <Checkbox
          label={
            <>
              {t('checkout.pay.keep')}
              <span className="block text-sm text-muted">{t('checkout.pay.keep.text')}</span>
            </>
          }
          checked={save.checked}
          onChange={(event) => save.set(event.target.checked)}
        />
      )}
    </div>
  );
}

interface Typed {
  way: string;
  method: Method;
  card: CardFields;
  upi: string;
  tests: Parameters<typeof tokenFor>[0];
}

/** What is sent for it, or what is to be mended first. What is kept goes by its name. */
export function tokenOf({ way, method, card, upi, tests }: Typed): {
  token: string;
  found: Problems;
} {
  if (way !== method) return { token: way, found: {} };
  const found: Problems = method === 'CARD' ? problemsOf(card, new Date()) : {};
  if (method === 'UPI' && !/^[\w.-]{2,}@[\w.-]{2,}$/.test(upi.trim())) found.upi = true;
  if (method !== 'CARD') return { token: tokens[method], found };
  const token = tokenFor(tests, card.number);
  if (token === null) found.number ??= 'number-unknown';
  return { token: token ?? '', found };
}

interface PayButtonProps {
  state: State;
  method: Method | null;
  /** What is charged now. */
  amount: string;
  /** Gift cards and store credit pay all of it. */
  covered: boolean;
  /** What the account keeps is not here yet. */
  waiting: boolean;
  /** The gateway is asked for the name of a card. */
  asking: boolean;
  /** Why nothing can be typed of the card that is chosen. */
  blocked: string;
}

/** Why the button does nothing at this moment; empty: it pays. */
function useWhyNot({
  state: { stage },
  method,
  covered,
  waiting,
  blocked,
}: PayButtonProps): string {
  const { t } = useApp().speech;
  if (waiting && !covered) return t('loading');
  if (method === null && !covered) return t('checkout.pay.none');
  if (stage === 'over') return t('checkout.pay.no-hold');
  return covered ? '' : blocked;
}

function PayButton(props: PayButtonProps) {
  const { state, method, amount, covered, asking } = props;
  const { speech } = useApp();
  const { t, number } = speech;
  const { trouble, stage } = state;
  const wait = useWait(trouble);
  const waiting = wait !== null && !wait.over;
  const outside = method === 'COD' ? 'checkout.pay.button.door' : 'checkout.pay.button';
  const label = covered ? 'checkout.credit.button' : outside;
  const why = useWhyNot(props);
  return (
    <div className="grid gap-4">
      <div aria-live="polite" className="empty:hidden">
        {trouble !== null && (
          <Notice tone="problem" title={t('checkout.trouble.title')}>
            {waiting
              ? t('checkout.trouble.wait', { seconds: number(wait.seconds) })
              : problemText(speech, trouble)}
          </Notice>
        )}
      </div>
      <Button
        id="pay"
        kind="primary"
        size="lg"
        type="submit"
        className="figures w-full"
        busy={asking || stage === 'paying' || stage === 'opening'}
        whyNot={why}
      >
        {asking || stage === 'paying' ? t('checkout.pay.busy') : t(label, { amount })}
      </Button>
      <p className="text-sm text-muted">
        {t(stage === 'paying' ? 'checkout.pay.stay' : 'checkout.pay.not-charged')}{' '}
        {t('checkout.pay.terms')}{' '}
        <Link to="/terms" className="link">
          {t('footer.terms')}
        </Link>
        {', '}
        <Link to="/privacy" className="link">
          {t('footer.privacy')}
        </Link>
      </p>
    </div>
  );
}

/** What the last try came to: nothing was charged, the hold stands, and what helps. */
export function Declined({ decline }: { decline: Decline }) {
  const { t, maybe } = useApp().speech;
  const why = maybe(`checkout.decline.${decline.code}`) ?? t('checkout.decline.other');
  return (
    <div id="declined" tabIndex={-1}>
      <Notice tone="problem" title={t('checkout.decline.title')} live>
        <p>{why}</p>
        <p className="mt-1 text-sm text-muted">{t('checkout.decline.kept')}</p>
      </Notice>
    </div>
  );
}

/** To the field that is wrong, else to the words that say what happened. */
function useFocusOnDecline(decline: Decline | null): void {
  const before = useRef<Decline | null>(decline);
  useEffect(() => {
    if (decline === null || decline === before.current) return;
    before.current = decline;
    const field = fieldOf(decline);
    const id = field === null ? 'declined' : `card-${field}`;
    const element = document.getElementById(id) ?? document.getElementById('declined');
    element?.focus();
    element?.scrollIntoView({ block: 'center' });
  }, [decline]);
}

export function useCard(): PaymentProps['card'] {
  const [now, set] = useState<CardFields>(emptyCard);
  return { now, set };
}
