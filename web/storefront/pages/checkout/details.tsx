/** Who, where to and how: the parts of the checkout before anything is held. */
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import type { Cart } from '../../state/cart.ts';
import { useStore } from '../../state/store.ts';
import { addressProblemText } from './address-form.tsx';
import {
  addressLines,
  problemsIn,
  type AddressFields,
  type AddressProblems,
  type SentAddress,
} from './address.ts';
import { Contact, useSignIn } from './contact.tsx';
import { Delivery, wayName, type Way, type Ways } from './delivery.tsx';
import { wayDates } from './way-dates.ts';
import type { Desk } from './desk.ts';
import { Lines } from './lines.tsx';
import type { State } from './machine.ts';
import { addressOf, Places, type Book } from './places.tsx';
import { Section } from './section.tsx';
import { pathOf, stepAfter, steps, type Step } from './steps.ts';

export interface DetailsProps {
  desk: Desk;
  state: State;
  step: Step;
  checkoutId: string | undefined;
  book: Book;
  cart: Cart;
  ways: Ways;
  go(step: Step): void;
}

interface Problems {
  email?: 'empty' | 'shape';
  shipping: AddressProblems;
  billing: AddressProblems;
}

const none: Problems = { shipping: {}, billing: {} };

const isNarrow = () => matchMedia('(width < 64rem)').matches;

export function Details(props: DetailsProps) {
  const { desk, state, step, checkoutId, book, cart, ways, go } = props;
  const { session, speech } = useApp();
  const { t } = speech;
  const draft = useStore(desk.draft);
  const person = useStore(session.state);
  const [mode, setMode] = useState<'guest' | 'sign-in'>('guest');
  const [problems, setProblems] = useState<Problems>(none);
  const signIn = useSignIn();
  const form = useRef<HTMLFormElement>(null);
  const isUser = person.kind === 'user';
  const address = addressOf(draft.shipping, book);
  const refusedEmail = state.refusal?.field('email') !== undefined;

  const find = (): Problems => {
    const found: Problems = { shipping: {}, billing: {} };
    if (!isUser) {
      const email = draft.email.trim();
      if (email === '') found.email = 'empty';
      else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) found.email = 'shape';
    }
    if (draft.shipping.chosen === null) found.shipping = problemsIn(draft.shipping.typed);
    const own = !draft.sameBilling && draft.billing.chosen === null;
    if (own) found.billing = problemsIn(draft.billing.typed);
    return found;
  };
  const submit = async () => {
    if (signsIn) {
      // After it the rest is still to be looked at; nothing goes on by itself.
      await signIn.run(draft.email);
      return;
    }
    const narrow = isNarrow();
    const found = only(find(), narrow ? step : 'delivery');
    setProblems(found);
    const bad = stepWith(found);
    if (bad !== null) {
      if (narrow && bad !== step) go(bad);
      focusFirst(form);
      return;
    }
    if (narrow && step !== 'delivery') go(stepAfter(step));
    else await desk.open({ again: false });
  };
  useEffect(() => {
    if (refusedEmail && isNarrow() && step !== 'contact') go('contact');
  }, [refusedEmail, step, go]);
  const section = (of: Step) => ({
    step: of,
    now: step,
    change: pathOf(checkoutId, of),
    changeLabel: t(`checkout.change.${of === 'payment' ? 'contact' : of}`),
    title: t(`checkout.${of}`),
  });
  const emailError = problems.email ?? (refusedEmail ? 'shape' : undefined);
  const nowhere = ways.data !== null && ways.data.methods.length === 0;
  const signsIn = mode === 'sign-in' && !isUser;
  const placeless = draft.method === 'PICKUP' && !draft.pickup;
  const lost = nowhere ? t('checkout.delivery.why') : placeless ? t('checkout.pickup.why') : '';
  const why = signsIn ? t('checkout.contact.first') : lost;
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ErrorSummary
        problems={problems}
        typed={draft.shipping.typed}
        billing={draft.billing.typed}
      />
      <Section
        {...section('contact')}
        row={isUser ? (person.user.email ?? person.user.name) : draft.email}
      >
        <Contact
          email={draft.email}
          error={emailError && t(`checkout.contact.email.${emailError}`)}
          mode={mode}
          onMode={setMode}
          onEmail={(email) => desk.edit({ email })}
          signIn={signIn}
        />
      </Section>
      <Section
        {...section('address')}
        row={<AddressRow desk={desk} state={state} address={address} />}
      >
        <AddressParts desk={desk} book={book} problems={problems} />
      </Section>
      <Section
        {...section('delivery')}
        row={<DeliveryRow ways={ways} state={state} method={draft.method} />}
      >
        <Delivery
          cart={cart}
          ways={ways}
          address={address}
          method={draft.method}
          pickup={draft.pickup ?? null}
          onChoose={(method) => desk.edit({ method })}
          onPickup={({ placeId, name }) => desk.edit({ pickup: { placeId, name } })}
        />
      </Section>
      {step !== 'payment' && (
        <div className="border-t border-line pt-6 pb-8 lg:ps-11.5">
          <Button
            id="go-on"
            // What was refused has the button that goes on; one of a kind is enough.
            kind={state.refusal === null ? 'primary' : 'secondary'}
            size="lg"
            type="submit"
            className="w-full sm:w-auto"
            busy={state.stage === 'opening' || state.stage === 'loading'}
            whyNot={why}
          >
            <span className="max-lg:hidden">{t('checkout.next.payment')}</span>
            <span className="lg:hidden">{t(`checkout.next.${stepAfter(step) as 'payment'}`)}</span>
          </Button>
          <p className="mt-3 text-sm text-muted">{t('checkout.next.not-charged')}</p>
        </div>
      )}
    </form>
  );
}

function AddressParts(props: { desk: Desk; book: Book; problems: Problems }) {
  const { desk, book, problems } = props;
  const { t } = useApp().speech;
  const draft = useStore(desk.draft);
  return (
    <div className="grid gap-6">
      {draft.method === 'PICKUP' && (
        <p className="text-sm text-muted">{t('checkout.pickup.address')}</p>
      )}
      <Places
        kind="shipping"
        label={t('checkout.address')}
        place={draft.shipping}
        book={book}
        problems={problems.shipping}
        onChange={(shipping) => desk.edit({ shipping })}
      />
      <Checkbox
        label={t('checkout.billing.same')}
        checked={draft.sameBilling}
        onChange={(event) => desk.edit({ sameBilling: event.target.checked })}
      />
      {!draft.sameBilling && (
        <div role="group" aria-labelledby="billing-title" className="grid gap-4">
          <h3 id="billing-title" className="text-base">
            {t('checkout.billing')}
          </h3>
          <Places
            kind="billing"
            label={t('checkout.billing')}
            place={draft.billing}
            book={book}
            problems={problems.billing}
            onChange={(billing) => desk.edit({ billing })}
          />
        </div>
      )}
    </div>
  );
}

function AddressRow(props: { desk: Desk; state: State; address: SentAddress }) {
  const { t, locale } = useApp().speech;
  const { sameBilling } = useStore(props.desk.draft);
  const { checkout } = props.state;
  const address = checkout?.shippingAddress ?? props.address;
  const lines = [...addressLines(address), countryName(address.country, locale)];
  const billing = checkout?.billingAddress;
  return (
    <>
      <span className="block">
        <Lines lines={lines} />
      </span>
      {!sameBilling && billing !== undefined && (
        <span className="block text-sm">
          {t('checkout.billing')}: <Lines lines={addressLines(billing)} />
        </span>
      )}
    </>
  );
}

function DeliveryRow(props: { ways: Ways; state: State; method: string }) {
  const { speech } = useApp();
  const { ways, state, method } = props;
  const wanted = state.checkout?.shippingMethod ?? method;
  const way: Way | undefined = ways.data?.methods.find((one) => one.method === wanted);
  if (way === undefined) return wayName(speech, { method: wanted, name: wanted });
  const name = wayName(speech, way);
  return `${wayDates(speech, way)} · ${name}`;
}

/** On a phone what stands in later steps is not looked at yet. */
function only(found: Problems, step: Step): Problems {
  const at = steps.indexOf(step);
  const email = found.email === undefined ? {} : { email: found.email };
  if (at === 0) return { ...none, ...email };
  return { ...email, shipping: found.shipping, billing: found.billing };
}

function stepWith({ email, shipping, billing }: Problems): Step | null {
  if (email !== undefined) return 'contact';
  const bad = Object.keys(shipping).length + Object.keys(billing).length > 0;
  return bad ? 'address' : null;
}

function focusFirst(form: React.RefObject<HTMLFormElement | null>): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const wrong = form.current?.querySelectorAll<HTMLElement>('[aria-invalid=true]') ?? [];
      [...wrong].find((field) => field.offsetParent !== null)?.focus();
    }),
  );
}

interface ErrorSummaryProps {
  problems: Problems;
  typed: AddressFields;
  billing: AddressFields;
}

/** More than one thing to mend: a list that leads to each. */
function ErrorSummary({ problems, typed, billing }: ErrorSummaryProps) {
  const { speech } = useApp();
  const { t } = speech;
  const list: { id: string; text: string }[] = [];
  if (problems.email !== undefined) {
    list.push({ id: 'contact-email', text: t(`checkout.contact.email.${problems.email}`) });
  }
  for (const kind of ['shipping', 'billing'] as const) {
    const { country } = kind === 'shipping' ? typed : billing;
    for (const [key, problem] of Object.entries(problems[kind])) {
      const name = key as keyof AddressFields;
      const text = addressProblemText(speech, { name, country, problem });
      list.push({ id: `${kind}-${name}`, text });
    }
  }
  if (list.length < 2) return null;
  return (
    <div className="pb-6">
      <Notice tone="problem" title={t('checkout.errors', { count: list.length })}>
        <ul className="grid gap-1">
          {list.map(({ id, text }) => (
            <li key={id}>
              <a
                href={`#${id}`}
                className="link target"
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(id)?.focus();
                }}
              >
                {text}
              </a>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
