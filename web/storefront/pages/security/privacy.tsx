import { useState } from 'react';
import { useNavigate } from 'react-router';
import { unreached, type ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { MoreIcon } from '../../../ui/icon-more.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { PasswordField } from '../../shell/password-field.tsx';
import { useAction } from '../../state/use-action.ts';
import type { Me } from './profile.tsx';
import { Section } from './section.tsx';
import { unfinishedIn, unfinishedPath } from './unfinished.ts';

const wait_ms = 120_000;

/** A copy of everything that the shop knows about the person. */
export function Export() {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [done, setDone] = useState(false);
  const download = async () => {
    setDone(false);
    let everything: unknown;
    try {
      everything = await api.request('GET /me/export', { timeout_ms: wait_ms });
    } catch (error) {
      // A document that breaks off is not whole, so it is none.
      const kinds = [SyntaxError, TypeError, DOMException];
      throw kinds.some((kind) => error instanceof kind) ? unreached('no-reply') : error;
    }
    const day = new Date().toISOString().slice(0, 10);
    keep(JSON.stringify(everything, null, 2), `trueshelf-export-${day}.json`);
    setDone(true);
  };
  return (
    <Section id="export" title={t('export.title')} lead={t('export.lead')}>
      <FormProblem problem={action.problem} />
      {done && (
        <Notice tone="good" live>
          {t('export.done')}
        </Notice>
      )}
      <Button busy={action.busy} onClick={() => void action.run(download)}>
        <MoreIcon name="download" className="size-5" />
        {t('export.go')}
      </Button>
    </Section>
  );
}

/** Puts a text into the person's downloads. */
function keep(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Leaving for good: what happens is said first, and the e-mail is typed to confirm. */
export function Leave({ me }: { me: Me }) {
  const { t } = useApp().speech;
  const [open, setOpen] = useState(false);
  return (
    <Section id="delete" title={t('leave.title')} lead={t('leave.lead')}>
      <ul className="grid max-w-xl list-disc gap-1.5 ps-5 text-muted">
        <li>{t('leave.gone')}</li>
        <li>{t('leave.kept')}</li>
        <li>{t('leave.open')}</li>
      </ul>
      <Button kind="danger" onClick={() => setOpen(true)}>
        {t('leave.title')}
      </Button>
      {open && <LeaveDialog me={me} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function LeaveDialog({ me, onClose }: { me: Me; onClose(): void }) {
  const { api, session, speech, toasts } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const action = useAction();
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const isGuest = me.kind === 'guest';
  const word = isGuest || me.email === null ? t('leave.word') : me.email;
  const fits = typed.trim().toLowerCase() === word.toLowerCase();
  const leave = async () => {
    const body = isGuest ? {} : { currentPassword: password };
    await api.request('DELETE /me', { body });
    await session.signOut().catch(() => undefined);
    await navigate('/', { replace: true });
    toasts.show({ text: t('leave.done') });
  };
  const wrong = action.problem?.code === 'password-wrong';
  const inUse = action.problem?.code === 'account-in-use';
  return (
    <Dialog open onClose={onClose} title={t('leave.title')} closeLabel={t('close')}>
      <form
        method="post"
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (fits) void action.run(leave);
        }}
      >
        {inUse && action.problem !== null ? (
          <Unfinished problem={action.problem} />
        ) : (
          !wrong && <FormProblem problem={action.problem} title={t('leave.refused')} />
        )}
        <p>{t('leave.sure')}</p>
        <Field
          label={t('leave.type', { word })}
          name="confirmation"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {!isGuest && (
          <PasswordField
            label={t('password')}
            name="password"
            autoComplete="current-password"
            error={wrong ? t('problem.password-wrong') : undefined}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            required
          />
        )}
        <div className="flex flex-wrap items-start gap-3">
          <div>
            <Button
              id="leave"
              type="submit"
              kind="danger"
              busy={action.busy}
              whyNot={fits ? '' : t('leave.type.why', { word })}
            >
              {t('leave.go')}
            </Button>
          </div>
          <Button kind="quiet" onClick={onClose}>
            {t('leave.stay')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What has to come to an end first, each with the way to it. */
function Unfinished({ problem }: { problem: ApiProblem }) {
  const { speech } = useApp();
  const { t } = speech;
  return (
    <Notice tone="problem" live title={t('leave.refused')}>
      <p>{t('leave.unfinished')}</p>
      <ul className="mt-2 grid gap-1.5">
        {unfinishedIn(problem).map((one) => {
          const path = unfinishedPath(one);
          const text =
            speech.maybe(`leave.because.${one.reason}`, { id: one.id }) ??
            t('leave.because.other', { id: one.id });
          return (
            <li key={`${one.kind} ${one.id}`}>
              {path === null ? (
                text
              ) : (
                <Link to={path} className="link target">
                  {text}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
