import { useEffect, useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import type { Query } from '../../state/use-query.ts';
import type { Me } from './profile.tsx';
import { Section } from './section.tsx';

export type ConsentList = ReplyOf<'GET /me/consents'>;
type Item = ConsentList['data'][number];

/** So many at first: who has pressed every switch must not scroll past them all. */
export const consents_shown = 5;

/** What the person agreed to and took back, the newest first, down to the terms of the account. */
export function Consents({ query, me }: { query: Query<ConsentList>; me: Me }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const older = useAction();
  const [list, setList] = useState<readonly Item[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  useEffect(() => {
    if (query.data === null) return;
    setList(query.data.data);
    setCursor(query.data.nextCursor);
  }, [query.data]);
  const more = async () => {
    if (cursor === null) return;
    const page = await api.request('GET /me/consents', { query: { limit: 50, cursor } });
    setList((now) => [...(now ?? []), ...page.data]);
    setCursor(page.nextCursor);
  };
  const nothing = list?.length === 0 && me.termsAcceptedAt === null;
  return (
    <Section id="consents" title={t('consents.title')} lead={t('consents.lead')}>
      {list === null && query.problem === null && <Skeleton className="h-20 w-full" />}
      {list === null && query.problem !== null && (
        <ErrorNotice
          title={t('problem.title')}
          text={problemText(speech, query.problem)}
          requestId={query.problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button size="sm" onClick={query.reload}>
              {t('retry')}
            </Button>
          }
        />
      )}
      {nothing && <p className="text-muted">{t('consents.none')}</p>}
      {list !== null && !nothing && (
        <ul className="w-full">
          {list.map((item) => (
            <Consent key={item.consentId} item={item} />
          ))}
          {cursor === null && me.termsAcceptedAt !== null && <Terms at={me.termsAcceptedAt} />}
        </ul>
      )}
      <FormProblem problem={older.problem} />
      {cursor !== null && (
        <Button size="sm" busy={older.busy} onClick={() => void older.run(more)}>
          {t('consents.more')}
        </Button>
      )}
      <Link to="/account/preferences" className="link target">
        {t('consents.change')}
      </Link>
    </Section>
  );
}

const row = 'grid grid-cols-[1.5rem_1fr] items-start gap-x-4 border-b border-line py-3.5';

function When({ at }: { at: string }) {
  const { date } = useApp().speech;
  return (
    <time dateTime={at} className="figures block text-sm text-muted">
      {date(at, { dateStyle: 'medium', timeStyle: 'short' })}
    </time>
  );
}

function Consent({ item }: { item: Item }) {
  const { t } = useApp().speech;
  const { topic, channel, given, at } = item;
  const values = { topic: t(`prefs.topic.${topic}`), channel: t(`prefs.channel.${channel}`) };
  return (
    <li className={row}>
      <Icon
        name={given ? 'check' : 'close'}
        className={`mt-0.5 size-5 ${given ? 'text-good' : 'text-muted'}`}
      />
      <span>
        {t(given ? 'consents.given' : 'consents.taken', values)}
        <When at={at} />
      </span>
    </li>
  );
}

function Terms({ at }: { at: string }) {
  const { t } = useApp().speech;
  return (
    <li className={row}>
      <Icon name="check" className="mt-0.5 size-5 text-good" />
      <span>
        {t('consents.terms')}{' '}
        <Link to="/terms" className="link">
          {t('consents.terms.read')}
        </Link>
        {' · '}
        <Link to="/privacy" className="link">
          {t('consents.privacy.read')}
        </Link>
        <When at={at} />
      </span>
    </li>
  );
}
