/**
 * What opens below the search field: recent searches, words, departments, brands and products.
 * A combobox with a grid (WAI-ARIA): the focus stays in the field, arrow keys go through the rows,
 * and sideways to the button that forgets a search. Loaded when somebody first looks at the field.
 */
import { useCallback, useEffect, useId, useRef, useState, type RefObject } from 'react';
import { useLocation } from 'react-router';
import { problemIn } from '../../client/problem.ts';
import type { ReplyOf } from '../../client/request.ts';
import { useApp, useSpeech } from '../app.tsx';
import type { Combo } from '../shell/search-box.tsx';
import { recallSearches, recentSearches } from '../state/searches.ts';
import { useStore } from '../state/store.ts';
import { Panel } from './panel.tsx';
import { move, type Place } from './steps.ts';
import { suggester, type Suggester, type SuggesterState } from './suggester.ts';

export type Answer = ReplyOf<'GET /search/suggest'>;

export interface SuggestionsProps {
  input: RefObject<HTMLInputElement | null>;
  combo: Combo;
  onCombo(combo: Combo): void;
}

const nothing: SuggesterState<Answer> = {
  answer: null,
  answered: '',
  waiting: false,
  trouble: null,
};

export function Suggestions({ input, combo, onCombo }: SuggestionsProps) {
  const { t } = useSpeech();
  const recent = useStore(recentSearches());
  const [state, ask] = useSuggester();
  const [typed, setTyped] = useState('');
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  const words = typed.trim();
  const answer = words === '' ? null : state.answer;
  const count = countOf(answer, words === '' ? recent.length : 0);
  const something = count > 0 || (words !== '' && state.trouble !== null);
  const open = combo.open && something;
  const close = useCallback(() => onCombo({ open: false, active: null }), [onCombo]);
  useTyping({ input, combo, onCombo, panel, something }, (text) => {
    setTyped(text);
    ask(text);
  });
  // Another page has come.
  const { key } = useLocation();
  const here = useRef(key);
  useEffect(() => {
    if (here.current !== key) close();
    here.current = key;
  }, [key, close]);
  return (
    <>
      <p role="status" className="unseen">
        {open && !state.waiting ? t('suggest.count', { count }) : ''}
      </p>
      {open && (
        <Panel
          ref={panel}
          id={id}
          active={combo.active}
          typed={words}
          answer={answer}
          recent={words === '' ? recent : []}
          trouble={words === '' ? null : state.trouble}
          onChosen={close}
        />
      )}
    </>
  );
}

function countOf(answer: Answer | null, recent: number): number {
  if (answer === null) return recent;
  const { queries, categories, brands, products } = answer;
  return queries.length + categories.length + brands.length + products.length;
}

function useSuggester(): [SuggesterState<Answer>, (text: string) => void] {
  const { api, currency, speech } = useApp();
  const { locale } = speech;
  const [state, setState] = useState(nothing);
  const one = useRef<Suggester | null>(null);
  useEffect(() => {
    const made = suggester<Answer>({
      ask: (q, signal) =>
        api.request('GET /search/suggest', {
          query: { q, currency, locale },
          signal,
          timeout_ms: 8_000,
        }),
      troubleOf,
      later: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      onChange: setState,
    });
    one.current = made;
    return made.stop;
  }, [api, currency, locale]);
  const ask = useCallback((text: string) => one.current?.typed(text), []);
  return [state, ask];
}

/** Words that hold no letter are refused; then there is nothing to suggest. */
function troubleOf(error: unknown): 'offline' | 'away' | null {
  const problem = problemIn(error);
  if (problem?.status === 422) return null;
  return problem?.code === 'offline' ? 'offline' : 'away';
}

interface Typing extends SuggestionsProps {
  panel: RefObject<HTMLDivElement | null>;
  something: boolean;
}

/** Follows the field: its text, its focus and its keys. */
function useTyping(props: Typing, onText: (text: string) => void): void {
  const latest = useRef({ ...props, onText });
  latest.current = { ...props, onText };
  useEffect(() => {
    const field = props.input.current;
    if (field === null) return undefined;
    const over = new AbortController();
    const { signal } = over;
    const show = () => {
      recallSearches();
      latest.current.onText(field.value);
      latest.current.onCombo({ open: true, active: null });
    };
    // The text of a search that was made is no wish to see suggestions for it.
    const look = () => {
      if (field.value.trim() === '') show();
    };
    const leave = ({ relatedTarget }: FocusEvent) => {
      const inside = relatedTarget instanceof Node && latest.current.panel.current;
      if (inside && inside.contains(relatedTarget)) return;
      latest.current.onCombo({ open: false, active: null });
    };
    field.addEventListener('input', show, { signal });
    field.addEventListener('click', look, { signal });
    field.addEventListener('blur', leave, { signal });
    field.addEventListener('keydown', (event) => press(event, latest.current, show), { signal });
    // It may have been typed in, or be focused, before this was here.
    if (document.activeElement === field && field.value !== field.defaultValue) show();
    else if (document.activeElement === field) look();
    return () => over.abort();
  }, [props.input]);
}

function press(event: KeyboardEvent, now: Typing, show: () => void): void {
  const { combo, onCombo, panel, something } = now;
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const open = combo.open && something;
  if (event.key === 'Escape' && open) {
    event.preventDefault();
    onCombo({ open: false, active: null });
    return;
  }
  if (!open) {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    show();
    return;
  }
  if (event.key === 'Enter' && combo.active !== null) {
    event.preventDefault();
    document.getElementById(combo.active)?.querySelector<HTMLElement>('a, button')?.click();
    return;
  }
  const rows = cellsOf(panel.current);
  const rtl = document.documentElement.dir === 'rtl';
  const next = move(
    { rows: rows.map((row) => row.length), at: placeOf(rows, combo.active), rtl },
    event.key,
  );
  if (next === undefined) return;
  event.preventDefault();
  const active = next === null ? null : (rows[next.row]?.[next.cell] ?? null);
  onCombo({ open: true, active: active?.id ?? null });
  active?.scrollIntoView({ block: 'nearest' });
}

function cellsOf(panel: HTMLElement | null): HTMLElement[][] {
  const rows = [...(panel?.querySelectorAll<HTMLElement>('[role=row]') ?? [])];
  const shown = rows.filter((row) => row.offsetParent !== null);
  return shown.map((row) => [...row.querySelectorAll<HTMLElement>('[role=gridcell]')]);
}

function placeOf(rows: readonly HTMLElement[][], id: string | null): Place | null {
  for (const [row, cells] of rows.entries()) {
    const cell = cells.findIndex((one) => one.id === id);
    if (cell >= 0) return { row, cell };
  }
  return null;
}
