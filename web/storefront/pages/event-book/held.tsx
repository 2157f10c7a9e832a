/** Who comes, and how it is paid; what costs nothing is only confirmed. */
import { useRef, useState, type FormEvent } from 'react';
import { Link } from '../../../ui/link.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import type { Followed } from '../../events/use-booking.ts';
import type { Booking } from '../../events/words.ts';
import { problemText } from '../../shell/problem-text.ts';
import { reachable } from '../../state/contact.ts';
import { useStore } from '../../state/store.ts';
import { useAction } from '../../state/use-action.ts';
import { Details, tokenOf, useCard, type Problems } from '../checkout/payment.tsx';
import type { Method, Way } from '../checkout/outcome.ts';
import { useHosted } from '../checkout/use-hosted.ts';
import { useTestCards } from '../checkout/use-test-cards.ts';
import { useWaysToPay } from '../checkout/use-ways.ts';
import { Ways } from '../checkout/ways.tsx';

const methods = { availablePaymentMethods: ['CARD', 'PAYPAL', 'UPI'] };
const noAddress = { billingAddress: null };

interface HeldProps {
  followed: Followed;
  booking: Booking;
}

interface Payment {
  paymentMethod: 'CARD' | 'PAYPAL' | 'UPI';
  paymentToken: string;
}

interface Wrong {
  name?: true;
  email?: true;
}

/** Everything that is typed, and what is sent of it. */
function useForm({ followed, booking }: HeldProps) {
  const app = useApp();
  const state = useStore(app.session.state);
  const person = state.kind === 'user' || state.kind === 'guest' ? state.user : null;
  const { attendee, bookingId } = booking;
  const [name, setName] = useState(
    attendee?.name ?? (state.kind === 'user' ? state.user.name : ''),
  );
  const [email, setEmail] = useState(attendee?.email ?? person?.email ?? '');
  const [wrong, setWrong] = useState<Wrong>({});
  const action = useAction();
  const check = (): boolean => {
    const found: Wrong = {};
    if (name.trim() === '') found.name = true;
    if (!/^\S+@\S+\.\S+$/.test(email.trim())) found.email = true;
    setWrong(found);
    return Object.keys(found).length === 0;
  };
  const send = (payment: Payment | null) =>
    action.run(async (key) => {
      await reachable(app, state.kind === 'user' ? '' : email.trim());
      const own = { name: name.trim(), email: email.trim() };
      const body = { attendee: own, ...payment };
      const call = { params: { bookingId }, body, key };
      followed.take(await app.api.request('POST /bookings/{bookingId}/pay', call));
    });
  const type = (set: (text: string) => void) => (text: string) => {
    set(text);
    setWrong({});
  };
  const typed = { name, setName: type(setName), email, setEmail: type(setEmail), wrong };
  return { ...typed, check, send, action };
}

export function Held(props: HeldProps) {
  const { booking } = props;
  const { speech } = useApp();
  const { t, money } = speech;
  const form = useForm(props);
  const isFree = booking.total === 0;
  const pay = usePay();
  const place = useRef<HTMLFormElement>(null);
  const amount = money(booking.total, booking.currency);
  const submit = async () => {
    const isWhole = form.check();
    const payment = isFree ? null : await pay.payment();
    if (!isWhole || payment === undefined) {
      requestAnimationFrame(() =>
        place.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(),
      );
      return;
    }
    await form.send(payment);
  };
  return (
    <form
      ref={place}
      noValidate
      className="grid gap-8"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Attendee form={form} />
      {!isFree && (
        <section className="grid gap-4">
          <h2 className="text-xl">{t('checkout.pay')}</h2>
          <PayWays pay={pay} amount={amount} />
        </section>
      )}
      {form.action.problem !== null && (
        <Notice tone="problem" title={t('events.pay.refused')} live>
          {problemText(speech, form.action.problem)}
        </Notice>
      )}
      <div className="grid gap-4">
        <Button
          id="pay"
          kind="primary"
          size="lg"
          type="submit"
          className="figures w-full"
          busy={form.action.busy || pay.hosted.asking}
          whyNot={isFree ? '' : pay.whyNot}
        >
          {isFree ? t('events.pay.free') : t('checkout.pay.button', { amount })}
        </Button>
        <p className="text-sm text-muted">
          {t('checkout.pay.not-charged')} {t('checkout.pay.terms')}{' '}
          <Link to="/terms" className="link">
            {t('footer.terms')}
          </Link>
        </p>
        <GiveBack {...props} />
      </div>
    </form>
  );
}

function Attendee({ form }: { form: ReturnType<typeof useForm> }) {
  const { t } = useApp().speech;
  const { name, setName, email, setEmail, wrong } = form;
  return (
    <section className="grid gap-4">
      <h2 className="text-xl">{t('events.who')}</h2>
      <Field
        name="name"
        label={t('events.name')}
        autoComplete="name"
        maxLength={200}
        value={name}
        error={wrong.name === true ? t('events.name.empty') : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        name="email"
        type="email"
        label={t('events.email')}
        hint={t('events.email.why')}
        autoComplete="email"
        maxLength={254}
        value={email}
        error={wrong.email === true ? t('events.email.wrong') : undefined}
        onChange={(event) => setEmail(event.target.value)}
      />
    </section>
  );
}

/** How it is paid; the parts are those of the checkout. */
function usePay() {
  const of = useWaysToPay(methods, null);
  const tests = useTestCards();
  const hosted = useHosted(noAddress);
  const card = useCard();
  const [way, setWay] = useState<Way | null>(null);
  const [upi, setUpi] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const usable = of.ways.filter(({ expired }) => !expired);
  const chosen = usable.find((one) => one.way === way) ?? usable[0] ?? null;
  const whyNot = chosen?.way === 'CARD' ? hosted.whyNot(of.cardFields, tests) : '';
  /** Undefined: something is to be mended first. */
  const payment = async (): Promise<Payment | undefined> => {
    if (chosen === null || chosen.method === 'COD' || of.waiting || hosted.asking) return undefined;
    const { method, kept } = chosen;
    const isTyped = method === 'CARD' && kept === null;
    if (isTyped && of.cardFields === undefined) return undefined;
    const typed = { way: chosen.way, method, card: card.now, upi, tests: tests ?? [] };
    const sent = isTyped && of.cardFields !== null ? await hosted.ask() : tokenOf(typed);
    if (sent === null) return undefined;
    setProblems(sent.found);
    if (Object.keys(sent.found).length > 0) return undefined;
    of.remember(chosen.way);
    return { paymentMethod: method, paymentToken: sent.token };
  };
  const typing = { card, upi, setUpi, problems, setProblems };
  return { of, tests, hosted, chosen, setWay, whyNot, payment, ...typing };
}

function PayWays({ pay, amount }: { pay: ReturnType<typeof usePay>; amount: string }) {
  const { of, tests, hosted, chosen, setWay, card, upi, setUpi, problems, setProblems } = pay;
  return (
    <Ways
      {...{ of }}
      ways={of.ways}
      decline={null}
      chosen={chosen?.way ?? null}
      onChoose={setWay}
      details={(method: Method) => (
        <Details
          {...{ method, card, problems, upi, setUpi, amount, hosted, tests }}
          decline={null}
          fields={of.cardFields}
          save={null}
          onEdit={() => Object.keys(problems).length > 0 && setProblems({})}
        />
      )}
    />
  );
}

function GiveBack({ followed, booking }: HeldProps) {
  const { api, speech } = useApp();
  const action = useAction();
  const give = async (key: string) => {
    const call = { params: { bookingId: booking.bookingId }, key };
    followed.take(await api.request('POST /bookings/{bookingId}/cancel', call));
  };
  return (
    <div>
      <Button kind="quiet" busy={action.busy} onClick={() => void action.run(give)}>
        {speech.t('events.give-back')}
      </Button>
    </div>
  );
}
