import type { SubmitEvent } from 'react';
import { useLocation } from 'react-router';
import { Icon } from '../../ui/icon.tsx';
import { useApp } from '../app.tsx';
import { currencyCookie } from '../i18n/currency.ts';
import { localeNames, locales, pathIn } from '../i18n/locale.ts';
import { storage } from '../browser-app.ts';

const choice =
  'flex min-h-9 w-full items-center justify-between rounded-md px-3 text-start hover:bg-surface ' +
  'aria-[current=true]:font-semibold aria-[current=true]:text-accent';

/** Language, currency and look. Language and currency work without scripts. */
export function Preferences() {
  const { currency, speech } = useApp();
  const { t, locale } = speech;
  const { pathname, search } = useLocation();
  const here = `${pathname}${search}`;
  return (
    <details className="group relative shrink-0 text-sm max-md:hidden">
      <summary className="flex min-h-9 list-none items-center gap-1.5 rounded-full px-2 text-muted hover:text-ink">
        <Icon name="globe" className="size-4.5" />
        <span>{localeNames[locale]}</span>
        <span aria-hidden="true">·</span>
        <span className="figures">{currency}</span>
        <span className="unseen">{t('preferences')}</span>
      </summary>
      <div className="absolute end-0 top-full z-40 mt-1 grid w-[26rem] grid-cols-2 gap-4 rounded-lg bg-raised p-4 shadow-soft">
        <PreferenceLists here={here} />
      </div>
    </details>
  );
}

/** The same lists in the footer, where they are found on a phone. */
export function PreferenceLists({ here }: { here: string }) {
  return (
    <>
      <LanguageList here={here} />
      <div className="grid content-start gap-4">
        <CurrencyList here={here} />
        <LookList />
      </div>
    </>
  );
}

function Heading({ children }: { children: string }) {
  return <p className="px-3 pb-1 text-xs font-semibold text-muted">{children}</p>;
}

function LanguageList({ here }: { here: string }) {
  const { speech } = useApp();
  return (
    <div>
      <Heading>{speech.t('language')}</Heading>
      <ul>
        {locales.map((locale) => (
          <li key={locale}>
            <a
              href={pathIn(locale, here)}
              hrefLang={locale}
              lang={locale}
              aria-current={locale === speech.locale}
              className={choice}
            >
              {localeNames[locale]}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function CurrencyList({ here }: { here: string }) {
  const app = useApp();
  const { currencies, currency, speech } = app;
  // With things in the cart it is counted first: where that cannot be, nothing changes.
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    if (!app.cart.state.get().cart?.items.length) return;
    event.preventDefault();
    void import('./recount.ts').then((part) => part.recount(app, event.nativeEvent));
  };
  return (
    <form method="post" action="/preferences" onSubmit={submit}>
      <Heading>{speech.t('currency')}</Heading>
      <input type="hidden" name="back" value={pathIn(speech.locale, here)} />
      {currencies.map((code) => (
        <button
          key={code}
          name={currencyCookie}
          value={code}
          aria-current={code === currency}
          className={choice}
        >
          <span className="figures">{code}</span>
          <span className="text-muted">{speech.sign(code)}</span>
        </button>
      ))}
    </form>
  );
}

const looks = ['system', 'light', 'dark', 'contrast'] as const;

/** Applied at once and remembered in this browser; see first.ts. */
function wear(look: (typeof looks)[number]): void {
  const { dataset } = document.documentElement;
  const memory = storage();
  delete dataset['theme'];
  delete dataset['contrast'];
  memory.removeItem('trueshelf.theme');
  memory.removeItem('trueshelf.contrast');
  if (look === 'contrast') {
    dataset['contrast'] = 'more';
    memory.setItem('trueshelf.contrast', 'more');
  } else if (look !== 'system') {
    dataset['theme'] = look;
    memory.setItem('trueshelf.theme', look);
  }
}

function LookList() {
  const { speech } = useApp();
  return (
    <div className="needs-js">
      <Heading>{speech.t('look')}</Heading>
      {looks.map((look) => (
        <button key={look} type="button" className={choice} onClick={() => wear(look)}>
          {speech.t(`look.${look}`)}
        </button>
      ))}
    </div>
  );
}
