/** Questions with answers, searched as a plain form, the ways on, and how to reach us. */
import { useHref, useLoaderData, useNavigate } from 'react-router';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { OperatorCard } from '../../shell/prose.tsx';
import { answers, saysAll } from './answers.ts';

interface HelpData {
  query: string;
}

export const loader = pageLoader<HelpData>(({ url }) => ({
  query: (url.searchParams.get('q') ?? '').trim().slice(0, 100),
}));

export const handle: Handle<HelpData> = {
  meta: ({ app, data }) => ({
    title: app.speech.t('help.title'),
    description: app.speech.t('help.description'),
    canonical: '/help',
    noindex: data.query !== '',
  }),
};

export function Component() {
  const { query } = useLoaderData<typeof loader>();
  const { t } = useSpeech();
  const action = useHref('/help');
  const navigate = useNavigate();
  const found = answers.filter(({ id }) =>
    saysAll(`${t(`help.${id}.q`)} ${t(`help.${id}.a`)}`, query),
  );
  return (
    <div className="page pt-10 md:pt-16">
      <h1 className="text-3xl">{t('help.title')}</h1>
      <div className="mt-10 grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,42rem)_1fr]">
        <div className="grid content-start gap-8">
          <form
            action={action}
            role="search"
            aria-label={t('help.questions')}
            className="flex items-end gap-3"
            key={query}
            onSubmit={(event) => {
              event.preventDefault();
              const words = String(new FormData(event.currentTarget).get('q') ?? '').trim();
              const search = new URLSearchParams({ q: words }).toString();
              void navigate(words === '' ? '/help' : `/help?${search}`);
            }}
          >
            <Field
              label={t('help.search')}
              name="q"
              type="search"
              defaultValue={query}
              maxLength={100}
              autoComplete="off"
              className="flex-1"
            />
            <Button type="submit">{t('help.search.submit')}</Button>
          </form>
          {query !== '' && (
            <p role="status" className="flex flex-wrap items-baseline gap-x-4">
              {t('help.found', { count: found.length })}
              <Link to="/help" className="link target">
                {t('help.all')}
              </Link>
            </p>
          )}
          <div className="border-t border-line">
            {found.map((answer) => (
              <Answer key={answer.id} answer={answer} open={query !== '' && found.length < 4} />
            ))}
          </div>
        </div>
        <div className="grid content-start gap-6">
          <Quick />
          <OperatorCard id="contact" title={t('help.contact')} text={t('help.contact.text')} />
        </div>
      </div>
    </div>
  );
}

function Answer({ answer, open }: { answer: (typeof answers)[number]; open: boolean }) {
  const { t } = useSpeech();
  const { id, to, more } = answer;
  return (
    <details open={open} className="group/answer border-b border-line">
      <summary className="flex min-h-14 list-none items-center justify-between gap-4 py-3 font-semibold">
        {t(`help.${id}.q`)}
        <Icon
          name="down"
          className="size-4 text-muted transition-transform group-open/answer:rotate-180"
        />
      </summary>
      <div className="grid gap-3 pb-6">
        <p>{t(`help.${id}.a`)}</p>
        <p>
          <Link to={to} className="link target">
            {t(more)}
          </Link>
        </p>
      </div>
    </details>
  );
}

function Quick() {
  const { t } = useSpeech();
  const ways: { to: string; icon: IconName; text: string }[] = [
    { to: '/orders', icon: 'box', text: t('footer.orders') },
    { to: '/delivery', icon: 'truck', text: t('footer.delivery') },
    { to: '/returns-policy', icon: 'back', text: t('footer.returns') },
  ];
  return (
    <nav aria-label={t('help.quick')}>
      <ul className="border-t border-line">
        {ways.map(({ to, icon, text }) => (
          <li key={to} className="border-b border-line">
            <Link
              to={to}
              className="flex min-h-14 items-center gap-3 font-medium hover:text-accent"
            >
              <Icon name={icon} className="size-5 text-accent" />
              {text}
              <Icon name="chevron" className="ms-auto size-4 text-muted rtl:-scale-x-100" />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
