import { useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { isLocale, localeNames, locales } from '../../i18n/locale.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { Section } from './section.tsx';

export type Me = ReplyOf<'GET /me'>;

export interface Known {
  me: Me;
  etag: string | null;
}

export interface ProfileProps {
  known: Known;
  onSaved(known: Known): void;
}

/** Name, phone and language. A change made elsewhere meanwhile is told, not overwritten. */
export function Profile({ known, onSaved }: ProfileProps) {
  const { api, session, speech, toasts } = useApp();
  const { t } = speech;
  const { me, etag } = known;
  const action = useAction();
  const [name, setName] = useState(me.name);
  const [phone, setPhone] = useState(me.phone ?? '');
  const [locale, setLocale] = useState(me.locale);
  const [elsewhere, setElsewhere] = useState(false);
  const badPhone = action.problem?.field('phone') !== undefined;
  const save = async (key: string) => {
    setElsewhere(false);
    const body = { name: name.trim(), phone: phone.trim() === '' ? null : phone.trim(), locale };
    const call = { body, key, ...(etag === null ? {} : { ifMatch: etag }) };
    const saved = await api.ask('PATCH /me', call);
    session.learn({ name: saved.body.name, locale: saved.body.locale });
    onSaved({ me: saved.body, etag: saved.etag });
    toasts.show({ text: t('profile.saved'), tone: 'good' });
  };
  const refresh = async () => {
    const now = await api.ask('GET /me', {});
    onSaved({ me: now.body, etag: now.etag });
    setElsewhere(true);
  };
  const isStale = action.problem?.code === 'precondition-failed';
  return (
    <Section id="profile" title={t('profile.title')}>
      <EmailLine me={me} />
      <form
        method="post"
        className="grid w-full max-w-md gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(save);
        }}
      >
        {isStale ? (
          <Notice
            tone="warn"
            live
            title={t('profile.stale')}
            actions={
              <Button size="sm" onClick={() => void action.run(refresh)}>
                {t('profile.stale.load')}
              </Button>
            }
          >
            {t('profile.stale.text')}
          </Notice>
        ) : (
          !badPhone && <FormProblem problem={action.problem} />
        )}
        {elsewhere && (
          <Notice live>{t('profile.stale.now', { name: me.name, phone: me.phone ?? '–' })}</Notice>
        )}
        <Field
          label={t('name')}
          name="name"
          autoComplete="name"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
        />
        <Field
          label={t('profile.phone')}
          optional={t('profile.optional')}
          hint={t('profile.phone.why')}
          error={badPhone ? t('profile.phone.bad') : undefined}
          type="tel"
          name="phone"
          autoComplete="tel"
          maxLength={30}
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
        <Select
          label={t('language')}
          hint={t('profile.language.why')}
          name="locale"
          value={locale}
          onChange={(event) => setLocale(event.target.value)}
        >
          {!isLocale(locale) && <option value={locale}>{locale}</option>}
          {locales.map((one) => (
            <option key={one} value={one} lang={one}>
              {localeNames[one]}
            </option>
          ))}
        </Select>
        <div>
          <Button type="submit" kind="primary" busy={action.busy}>
            {t('profile.save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function EmailLine({ me }: { me: Me }) {
  const { t } = useApp().speech;
  if (me.email === null) return <p className="text-muted">{t('profile.no-email')}</p>;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0">
        <p className="text-sm text-muted">{t('email')}</p>
        <p className="font-medium break-all">{me.email}</p>
      </div>
      {me.emailVerified ? (
        <Badge tone="accent">{t('profile.proved')}</Badge>
      ) : (
        <ButtonLink size="sm" to="/verify-email?next=/account/security">
          {t('verify.title')}
        </ButtonLink>
      )}
    </div>
  );
}
