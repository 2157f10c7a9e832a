import { useEffect, useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { knowsPasskeys } from '../../state/passkeys.ts';
import type { Query } from '../../state/use-query.ts';
import { AddPasskey, RemovePasskey, RenamePasskey } from './passkey-dialogs.tsx';
import { Section } from './section.tsx';

export type PasskeyList = ReplyOf<'GET /me/passkeys'>;
export type Passkey = PasskeyList['data'][number];

/** As many as the shop keeps. */
const passkeys_max = 20;

type Doing = { what: 'add' } | { what: 'rename' | 'remove'; passkey: Passkey };

export interface PasskeysProps {
  query: Query<PasskeyList>;
  email: string;
  /** What the person would know this device by. */
  device: string | null;
}

/** The passkeys of the account: which there are, and adding, naming and removing them. */
export function Passkeys({ query, email, device }: PasskeysProps) {
  const { speech, toasts } = useApp();
  const { t } = speech;
  const [doing, setDoing] = useState<Doing | null>(null);
  const list = query.data?.data ?? null;
  const done = (text: string) => {
    setDoing(null);
    query.reload();
    toasts.show({ text, tone: 'good' });
  };
  const dialog = { email, onClose: () => setDoing(null), onDone: done, count: list?.length ?? 0 };
  return (
    <Section id="passkeys" title={t('passkeys.title')} lead={t('passkeys.lead')}>
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
      {list !== null && list.length > 0 && (
        <ul className="w-full">
          {list.map((passkey) => (
            <Item
              key={passkey.passkeyId}
              passkey={passkey}
              onDo={(what) => setDoing({ what, passkey })}
            />
          ))}
        </ul>
      )}
      {list !== null && <Add count={list.length} onAdd={() => setDoing({ what: 'add' })} />}
      {doing?.what === 'add' && <AddPasskey {...dialog} device={device} />}
      {doing?.what === 'rename' && <RenamePasskey {...dialog} passkey={doing.passkey} />}
      {doing?.what === 'remove' && <RemovePasskey {...dialog} passkey={doing.passkey} />}
    </Section>
  );
}

function Add({ count, onAdd }: { count: number; onAdd(): void }) {
  const { t } = useApp().speech;
  const [known, setKnown] = useState(true);
  useEffect(() => setKnown(knowsPasskeys()), []);
  const full = count >= passkeys_max ? t('passkeys.full', { max: passkeys_max }) : '';
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        id="add-passkey"
        whyNot={known ? full : t('problem.passkeys-unavailable')}
        onClick={onAdd}
      >
        <Icon name="plus" className="size-5" />
        {t('passkeys.add')}
      </Button>
    </div>
  );
}

interface ItemProps {
  passkey: Passkey;
  onDo(what: 'rename' | 'remove'): void;
}

function Item({ passkey, onDo }: ItemProps) {
  const { t, date } = useApp().speech;
  const { name, synced, createdAt, lastUsedAt } = passkey;
  const day = (at: string) => date(at, { dateStyle: 'medium' });
  const since = day(createdAt);
  return (
    <li className="grid grid-cols-[1.5rem_1fr] items-start gap-x-4 gap-y-1 border-b border-line py-4">
      <Icon name="lock" className="mt-0.5 size-6 text-muted" />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium break-words">
          <bdi className="min-w-0">{name}</bdi>
          <Badge>{t(synced ? 'passkeys.synced' : 'passkeys.bound')}</Badge>
        </p>
        <p className="text-sm text-muted">
          {lastUsedAt === null
            ? t('passkeys.unused', { since })
            : t('passkeys.when', { last: day(lastUsedAt), since })}
        </p>
      </div>
      <div className="col-start-2 -ms-4 flex flex-wrap">
        <Button
          size="sm"
          kind="quiet"
          aria-label={t('passkeys.rename.named', { name })}
          onClick={() => onDo('rename')}
        >
          {t('passkeys.rename')}
        </Button>
        <Button
          size="sm"
          kind="quiet"
          aria-label={t('passkeys.remove.named', { name })}
          onClick={() => onDo('remove')}
        >
          {t('passkeys.remove')}
        </Button>
      </div>
    </li>
  );
}
