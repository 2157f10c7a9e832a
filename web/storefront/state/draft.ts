import { useEffect, useRef, useState } from 'react';
import { draftPrefix } from './forget-drafts.ts';

export interface Draft<T> {
  value: T;
  /** What is shown was typed earlier and not saved. */
  restored: boolean;
  change(value: T): void;
  forget(): void;
}

/**
 * What is typed stays in this tab until it is saved or given up, also over a reload. Whoever
 * closes the tab meanwhile is asked.
 */
export function useDraft<T>(name: string, start: T): Draft<T> {
  const key = draftPrefix + name;
  const [first] = useState(() => read<T>(key));
  const [value, setValue] = useState(first ?? start);
  const dirty = useRef(first !== null);
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent) => {
      if (dirty.current) event.preventDefault();
    };
    addEventListener('beforeunload', guard);
    return () => removeEventListener('beforeunload', guard);
  }, []);
  return {
    value,
    restored: first !== null,
    change: (next) => {
      dirty.current = true;
      setValue(next);
      write(key, next);
    },
    forget: () => {
      dirty.current = false;
      write(key, null);
    },
  };
}

function read<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // No storage: then it lasts as long as the page.
  }
}
