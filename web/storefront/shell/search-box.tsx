import { useHref, useLocation, useNavigate } from 'react-router';
import { Icon } from '../../ui/icon.tsx';
import { useSpeech } from '../app.tsx';

/** The largest thing in the header: most people know what they came for. A form without scripts. */
export function SearchBox() {
  const { t } = useSpeech();
  const { pathname, search } = useLocation();
  const query = pathname.endsWith('/search') ? (new URLSearchParams(search).get('q') ?? '') : '';
  const action = useHref('/search');
  const navigate = useNavigate();
  return (
    <form
      role="search"
      action={action}
      className="relative w-full"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = String(new FormData(event.currentTarget).get('q') ?? '').trim();
        void navigate(`/search?${new URLSearchParams({ q: wanted }).toString()}`);
      }}
    >
      <label htmlFor="search" className="unseen">
        {t('search.label')}
      </label>
      <input
        key={query}
        id="search"
        name="q"
        type="search"
        defaultValue={query}
        maxLength={200}
        placeholder={t('search.placeholder')}
        autoComplete="off"
        enterKeyHint="search"
        className="block h-12 w-full rounded-full border border-line-strong bg-canvas ps-5 pe-14 text-base placeholder:text-muted focus-visible:outline-offset-0"
      />
      <button
        type="submit"
        aria-label={t('search.submit')}
        className="absolute end-1 top-1 grid size-10 place-items-center rounded-full bg-accent text-accent-ink hover:bg-accent-hover"
      >
        <Icon name="search" className="size-5" />
      </button>
    </form>
  );
}
