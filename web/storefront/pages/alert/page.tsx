/**
 * The links in mails of alerts: one proves an address, one ends an alert. They work by a press,
 * since programs that look through mails open links. The secret stands behind the hash of the
 * address, so it reaches no server and no log.
 */
import { useState } from 'react';
import { useLoaderData } from 'react-router';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { notFound, pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useToken } from '../../state/use-token.ts';

type Use = 'confirm' | 'stop';

export const loader = pageLoader<{ use: Use }>(({ params }) => {
  const { what } = params;
  if (what !== 'confirm' && what !== 'stop') notFound();
  return { use: what };
});

export const handle: Handle<{ use: Use }> = {
  meta: ({ app, data }) => ({ title: app.speech.t(`wishes.${data.use}.title`), noindex: true }),
};

export function Component() {
  const { use } = useLoaderData<typeof loader>();
  const { api, speech } = useApp();
  const { t } = speech;
  const token = useToken();
  const action = useAction();
  const [done, setDone] = useState(false);
  const press = () =>
    action.run(async () => {
      const body = { token: token ?? '' };
      if (use === 'confirm') await api.request('POST /alerts/confirm', { body });
      else await api.request('POST /alerts/stop', { body });
      setDone(true);
    });
  const spent = token === '' || action.problem?.code === 'alert-link-invalid';
  return (
    <div className="page grid max-w-2xl gap-6 py-12">
      <h1 className="text-2xl">{t(`wishes.${use}.title`)}</h1>
      <p className="without-js">{t('wishes.link.scripts')}</p>
      {token === null && <Skeleton className="needs-js h-13" />}
      {done && (
        <Notice
          tone="good"
          live
          actions={
            <ButtonLink size="sm" to="/">
              {t('wishes.none.go')}
            </ButtonLink>
          }
        >
          {t(`wishes.${use}.done`)}
        </Notice>
      )}
      {!done && spent && (
        <ErrorNotice
          title={t('wishes.spent')}
          text={t('wishes.spent.text')}
          actions={
            <ButtonLink size="sm" to="/">
              {t('wishes.none.go')}
            </ButtonLink>
          }
        />
      )}
      {!done && !spent && token !== null && (
        <>
          <p className="text-lg text-muted">{t(`wishes.${use}.text`)}</p>
          <FormProblem problem={action.problem} title={t('wishes.failed')} />
          <Button
            kind="primary"
            size="lg"
            className="justify-self-start"
            busy={action.busy}
            onClick={() => void press()}
          >
            {t(`wishes.${use}.go`)}
          </Button>
        </>
      )}
    </div>
  );
}
