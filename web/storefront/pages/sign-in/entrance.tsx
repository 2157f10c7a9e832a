import type { ReactNode } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { ButtonLink } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSpeech } from '../../app.tsx';
import { safeNext } from '../../shell/next.ts';

/** Where to go on to: from the address, else from the link that led here. */
export function useNext(): string | null {
  const [search] = useSearchParams();
  const { state } = useLocation();
  const came = (state as { next?: unknown } | null)?.next;
  return safeNext(search.get('next')) ?? safeNext(typeof came === 'string' ? came : null);
}

export interface EntranceProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  /** What stands beside the form where there is room, and below it on a phone. */
  side?: ReactNode;
}

/** The frame of every page by which one comes in. */
export function Entrance({ title, lead, children, side }: EntranceProps) {
  const { t } = useSpeech();
  return (
    <div className="page grid gap-x-20 gap-y-10 py-10 md:py-16 lg:grid-cols-[minmax(0,27rem)_minmax(0,27rem)] lg:justify-center">
      <div className="grid min-w-0 content-start gap-6">
        <div className="grid gap-2">
          <h1 className="text-2xl">{title}</h1>
          {lead !== undefined && <div className="text-muted">{lead}</div>}
        </div>
        <div className="without-js">
          <Notice tone="warn">{t('auth.scripts')}</Notice>
        </div>
        {children}
      </div>
      {side !== undefined && <aside className="grid min-w-0 content-start gap-6">{side}</aside>}
    </div>
  );
}

/** For who is signed in already. */
export function SignedInAs({ email, next }: { email: string | null; next: string | null }) {
  const { t } = useSpeech();
  return (
    <Entrance title={t('auth.already', { email: email ?? '' })}>
      <div className="flex flex-wrap gap-3">
        <ButtonLink to={next ?? '/account'} kind="primary">
          {t('auth.continue')}
        </ButtonLink>
        {next !== null && <ButtonLink to="/account">{t('auth.to-account')}</ButtonLink>}
      </div>
    </Entrance>
  );
}
