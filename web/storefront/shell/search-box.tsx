import { useEffect, useRef, useState, type ComponentType } from 'react';
import { useHref, useLocation, useNavigate } from 'react-router';
import { Icon } from '../../ui/icon.tsx';
import { useSpeech } from '../app.tsx';
import type { SuggestionsProps } from '../suggest/suggestions.tsx';

/** What the list below the field tells the field, so that it is read out with it. */
export interface Combo {
  open: boolean;
  /** Id of the cell that the arrow keys chose. */
  active: string | null;
}

const closed: Combo = { open: false, active: null };

/**
 * The largest thing in the header: most people know what they came for. A plain form; with
 * scripts the first look at it brings suggestions.
 */
export function SearchBox() {
  const { t } = useSpeech();
  const { pathname, search } = useLocation();
  const query = pathname.endsWith('/search') ? (new URLSearchParams(search).get('q') ?? '') : '';
  const action = useHref('/search');
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [List, setList] = useState<ComponentType<SuggestionsProps> | null>(null);
  const [combo, setCombo] = useState<Combo>(closed);
  useEffect(() => {
    if (input.current !== null) input.current.value = query;
  }, [query]);
  const bring = () => {
    if (List !== null) return;
    // Without them the form still searches.
    import('../suggest/suggestions.tsx').then(
      (module) => setList(() => module.Suggestions),
      () => undefined,
    );
  };
  // Somebody may have begun to type before the page came to life.
  useEffect(() => {
    if (document.activeElement === input.current) bring();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the page comes to life
  }, []);
  return (
    <form
      role="search"
      action={action}
      className="relative w-full"
      onSubmit={(event) => {
        event.preventDefault();
        setCombo(closed);
        const wanted = String(new FormData(event.currentTarget).get('q') ?? '').trim();
        void navigate(`/search?${new URLSearchParams({ q: wanted }).toString()}`);
      }}
    >
      <label htmlFor="search" className="unseen">
        {t('search.label')}
      </label>
      <input
        ref={input}
        id="search"
        name="q"
        type="search"
        defaultValue={query}
        maxLength={200}
        placeholder={t('search.placeholder')}
        autoComplete="off"
        autoCapitalize="none"
        enterKeyHint="search"
        onFocus={bring}
        {...(List !== null && {
          role: 'combobox',
          'aria-haspopup': 'grid' as const,
          'aria-autocomplete': 'list' as const,
          'aria-expanded': combo.open,
          'aria-controls': combo.open ? 'suggestions' : undefined,
          'aria-activedescendant': combo.active ?? undefined,
        })}
        className="block h-12 w-full rounded-full border border-line-strong bg-canvas ps-5 pe-14 text-base placeholder:text-muted focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:grayscale"
      />
      <button
        type="submit"
        aria-label={t('search.submit')}
        className="absolute end-1 top-1 grid size-10 place-items-center rounded-full bg-accent text-accent-ink hover:bg-accent-hover"
      >
        <Icon name="search" className="size-5" />
      </button>
      {List !== null && <List input={input} combo={combo} onCombo={setCombo} />}
    </form>
  );
}
