import { useState } from 'react';
import { useRouteError, useRouteLoaderData } from 'react-router';
import { problemIn, type ApiProblem } from '../../client/problem.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { useSpeech } from '../app.tsx';
import type { RootData } from './root.ts';
import { Frame } from './shell.tsx';

/** What a page that could not be shown shows instead: what happened and what can be done. */
export function ErrorPage() {
  return <Failed problem={problemIn(useRouteError())} />;
}

/** The same when the frame itself could not be shown. */
export function FrameError() {
  return (
    <Frame>
      <ErrorPage />
    </Frame>
  );
}

type Kind = 'missing' | 'busy' | 'away' | 'offline' | 'broken';

function kindOf(problem: ApiProblem | null): Kind {
  if (problem === null) return 'broken';
  if (problem.status === 404 || problem.status === 410) return 'missing';
  if (problem.status === 429) return 'busy';
  if (problem.code === 'offline') return 'offline';
  return problem.status === 503 || problem.status === 0 ? 'away' : 'broken';
}

export function Failed({ problem }: { problem: ApiProblem | null }) {
  const { t } = useSpeech();
  const kind = kindOf(problem);
  const id = problem?.requestId ?? '';
  return (
    <div className="page grid max-w-2xl gap-5 py-24">
      <p className="figures text-sm font-semibold text-muted">
        {problem !== null && problem.status > 0 ? problem.status : ''}
      </p>
      <h1 className="text-3xl">{t(`failed.${kind}.title`)}</h1>
      <p className="text-lg text-muted">{t(`failed.${kind}.text`)}</p>
      <div className="mt-2 flex flex-wrap gap-3">
        {kind !== 'missing' && (
          <Button kind="primary" className="needs-js" onClick={() => location.reload()}>
            {t('failed.again')}
          </Button>
        )}
        <ButtonLink to="/" kind={kind === 'missing' ? 'primary' : 'secondary'}>
          {t('failed.home')}
        </ButtonLink>
      </div>
      {kind === 'missing' && <Ways />}
      {id !== '' && <RequestId id={id} />}
    </div>
  );
}

/** Where else to go from an address that leads nowhere. The search is in the header. */
function Ways() {
  const { t } = useSpeech();
  const root = useRouteLoaderData('root') as RootData | undefined;
  const departments = root?.departments ?? [];
  if (departments.length === 0) return null;
  return (
    <ul aria-label={t('footer.departments')} className="mt-6 flex flex-wrap gap-2">
      {departments.map(({ name, path }) => (
        <li key={path}>
          <Link
            to={`/c/${path}`}
            data-edge
            className="inline-flex min-h-10 items-center rounded-full bg-surface px-4 text-sm hover:bg-accent-soft"
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** To tell to support; one press copies it, and the button says so. */
export function RequestId({ id }: { id: string }) {
  const { t } = useSpeech();
  const [copied, setCopied] = useState(false);
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
      {t('failed.request')} <code className="break-all text-ink">{id}</code>
      <button
        type="button"
        className="needs-js target inline-flex items-center gap-1 underline"
        onClick={() =>
          void navigator.clipboard.writeText(id).then(
            () => setCopied(true),
            () => undefined,
          )
        }
      >
        <Icon name={copied ? 'check' : 'copy'} className="size-4" />
        {copied ? t('failed.copied') : t('failed.copy')}
      </button>
      <span role="status" className="unseen">
        {copied ? t('failed.copied') : ''}
      </span>
    </p>
  );
}
