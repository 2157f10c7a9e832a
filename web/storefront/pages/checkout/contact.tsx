import { useState } from 'react';
import { Link } from '../../../ui/link.tsx';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Cart } from '../../state/cart.ts';
import { useStore } from '../../state/store.ts';

type Merged = Cart['changes'];

export interface ContactProps {
  email: string;
  error: string | undefined;
  /** Null until the shopper was found out about. */
  mode: 'guest' | 'sign-in';
  onMode(mode: 'guest' | 'sign-in'): void;
  onEmail(email: string): void;
  signIn: SignIn;
}

/** Who is written to: as a guest or signed in, two ways of equal weight. */
export function Contact(props: ContactProps) {
  const { email, error, mode, onMode, onEmail, signIn } = props;
  const { session, speech } = useApp();
  const { t } = speech;
  const state = useStore(session.state);
  if (state.kind === 'user') {
    return (
      <div className="grid gap-4">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <span>
            <span className="font-medium">{state.user.name}</span>{' '}
            <span className="text-muted">{state.user.email}</span>
          </span>
          <button type="button" className="link target" onClick={() => void session.signOut()}>
            {t('checkout.contact.sign-out')}
          </button>
        </p>
        <MergeNotice changes={signIn.merged} />
      </div>
    );
  }
  const guest = mode === 'guest';
  return (
    <div className="grid gap-5">
      <Ways mode={mode} onMode={onMode} />
      <Field
        id="contact-email"
        name="email"
        type="email"
        label={t('checkout.contact.email')}
        hint={guest ? t('checkout.contact.email.why') : undefined}
        error={error ?? undefined}
        autoComplete={guest ? 'email' : 'username'}
        inputMode="email"
        maxLength={254}
        value={email}
        onChange={(event) => onEmail(event.target.value)}
      />
      {!guest && <Password signIn={signIn} />}
    </div>
  );
}

function Ways({ mode, onMode }: Pick<ContactProps, 'mode' | 'onMode'>) {
  const { t } = useApp().speech;
  const way = (value: 'guest' | 'sign-in', title: string, text: string) => (
    <label
      data-edge
      className="flex min-h-14 cursor-pointer items-start gap-3 rounded-md border border-line-strong px-4 py-3 has-checked:border-ink has-checked:bg-surface"
    >
      <input
        type="radio"
        name="contact-way"
        value={value}
        checked={mode === value}
        onChange={() => onMode(value)}
        className="mt-0.5 size-5 shrink-0 accent-accent"
      />
      <span className="grid">
        <span className="font-medium">{title}</span>
        <span className="text-sm text-muted">{text}</span>
      </span>
    </label>
  );
  return (
    <div
      role="radiogroup"
      aria-label={t('checkout.contact.ways')}
      className="grid gap-3 sm:grid-cols-2"
    >
      {way('guest', t('checkout.contact.guest'), t('checkout.contact.guest.text'))}
      {way('sign-in', t('sign-in'), t('checkout.contact.sign-in.text'))}
    </div>
  );
}

function Password({ signIn }: { signIn: SignIn }) {
  const { speech } = useApp();
  const { t } = speech;
  const { problem } = signIn;
  return (
    <div className="grid gap-4">
      <Field
        id="contact-password"
        name="password"
        type="password"
        label={t('checkout.contact.password')}
        autoComplete="current-password"
        maxLength={256}
        value={signIn.password}
        error={problem === null ? undefined : problemText(speech, problem)}
        onChange={(event) => signIn.setPassword(event.target.value)}
      />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <Button kind="primary" type="submit" busy={signIn.busy}>
          {t('sign-in')}
        </Button>
        <Link to="/forgot-password" className="link target">
          {t('checkout.contact.forgot')}
        </Link>
      </div>
    </div>
  );
}

function MergeNotice({ changes }: { changes: Merged }) {
  const { cart, speech } = useApp();
  const currency = useStore(cart.state).cart?.currency ?? 'USD';
  if (changes.length === 0) return null;
  const sentence = ({ type, name, from, to, available }: Merged[number]) => {
    const isPrice = type === 'price-rose' || type === 'price-fell';
    const shown = (value: number) => (isPrice ? speech.money(value, currency) : value);
    const values = { name, from: shown(from), to: shown(to), available };
    return speech.maybe(`cart.change.${type}`, values) ?? name;
  };
  return (
    <Notice title={speech.t('checkout.contact.merged')} live>
      <ul className="grid gap-1">
        {changes.map((change) => (
          <li key={`${change.itemId} ${change.type}`}>{sentence(change)}</li>
        ))}
      </ul>
    </Notice>
  );
}

export interface SignIn {
  password: string;
  setPassword(password: string): void;
  busy: boolean;
  problem: ApiProblem | null;
  /** What came into the cart with the account. */
  merged: Merged;
  run(email: string): Promise<boolean>;
}

/** Signing in without leaving the checkout; what was typed stays. */
export function useSignIn(): SignIn {
  const { session, cart } = useApp();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [merged, setMerged] = useState<Merged>([]);
  const run = async (email: string): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      const reply = await session.signIn({ email: email.trim(), password });
      setPassword('');
      setMerged(reply.cart?.changes ?? []);
      await cart.load();
      return true;
    } catch (error) {
      const found = problemIn(error);
      if (found === null) throw error;
      setProblem(found);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { password, setPassword, busy, problem, merged, run };
}
