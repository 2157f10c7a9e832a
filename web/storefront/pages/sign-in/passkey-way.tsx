import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp, type App } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import * as passkeys from '../../state/passkeys.ts';
import type { SignedIn } from '../../state/session.ts';
import { useAction } from '../../state/use-action.ts';

type SignIn = () => Promise<SignedIn | null>;
export interface PasskeyWayProps {
  enter(signIn: SignIn): Promise<void>;
}

/** Less than the five minutes for which a challenge is good. */
const renew_ms = 4 * 60_000;

/** Asks for a passkey; gives what signs in with it. */
async function chosen({ api, session }: App, how: passkeys.UseOptions): Promise<SignIn> {
  const { signal } = how;
  const given = signal === undefined ? {} : { signal };
  const options = await api.request('POST /auth/passkey/options', given);
  const used = await passkeys.askForPasskey(options, how);
  return () =>
    passkeys.sendUse(options, used, (credential) =>
      session.enter((bare, token) =>
        bare.request('POST /auth/passkey', { body: { credential }, token }),
      ),
    );
}

/** Signing in with a passkey: by a press, or from among the names that the browser fills in. */
export function PasskeyWay({ enter }: PasskeyWayProps) {
  const app = useApp();
  const { t } = app.speech;
  const { run, busy, problem } = useAction();
  const [known, setKnown] = useState(true);
  const [round, setRound] = useState(0);
  const latest = useRef(enter);
  latest.current = enter;
  const offered = useRef<AbortController | null>(null);
  useEffect(() => setKnown(passkeys.knowsPasskeys()), []);
  useEffect(() => {
    const over = new AbortController();
    offered.current = over;
    const again = setTimeout(() => setRound(round + 1), renew_ms);
    const offer = async () => {
      if (!(await passkeys.offersAmongNames()) || over.signal.aborted) return;
      const signIn = await chosen(app, { amongNames: true, signal: over.signal });
      await run(() => latest.current(signIn));
    };
    // What goes wrong before a passkey is chosen is not told: nobody has asked for anything.
    void offer().catch(() => undefined);
    return () => {
      clearTimeout(again);
      over.abort();
    };
  }, [app, round, run]);
  const press = async () => {
    // A browser asks for one passkey at a time.
    offered.current?.abort();
    const done = await run(() => enter(async () => (await chosen(app, {}))()));
    if (!done) setRound((now) => now + 1);
  };
  return (
    // Where there are none its place stays, so that nothing below it jumps.
    <div className={`needs-js grid gap-3 ${known ? '' : 'invisible'}`}>
      <FormProblem problem={problem} title={t('sign-in.failed')} />
      <Button className="w-full" busy={busy} onClick={() => void press()}>
        <Icon name="lock" className="size-5" />
        {t('sign-in.by-passkey')}
      </Button>
    </div>
  );
}
