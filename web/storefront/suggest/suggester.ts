/**
 * Asks for suggestions while somebody types: once for each rest of the keys, one request at a
 * time, the one before given up. What came last stays until something newer has come. Pure but
 * for what is handed in, so that the test has the clock.
 */
export interface SuggesterState<Answer> {
  /** The last that came, and for which words. */
  answer: Answer | null;
  answered: string;
  waiting: boolean;
  /** Why nothing newer came; the last answer is still there. */
  trouble: 'offline' | 'away' | null;
}

export interface SuggesterOptions<Answer> {
  ask(words: string, signal: AbortSignal): Promise<Answer>;
  /** What a failed request means; null when there is just nothing to suggest. */
  troubleOf(error: unknown): 'offline' | 'away' | null;
  /** Runs later; gives how to call it off. */
  later(run: () => void, ms: number): () => void;
  onChange(state: SuggesterState<Answer>): void;
}

export interface Suggester {
  typed(words: string): void;
  stop(): void;
}

export const rest_ms = 120;
const known_max = 40;

export function suggester<Answer>(options: SuggesterOptions<Answer>): Suggester {
  const { ask, troubleOf, later, onChange } = options;
  const known = new Map<string, Answer>();
  let state: SuggesterState<Answer> = {
    answer: null,
    answered: '',
    waiting: false,
    trouble: null,
  };
  let callOff = () => {};
  let running: AbortController | null = null;
  const change = (part: Partial<SuggesterState<Answer>>) => {
    state = { ...state, ...part };
    onChange(state);
  };
  const halt = () => {
    callOff();
    running?.abort();
    running = null;
  };
  const remember = (words: string, answer: Answer) => {
    known.delete(words);
    known.set(words, answer);
    for (const oldest of known.keys()) {
      if (known.size <= known_max) break;
      known.delete(oldest);
    }
  };
  const send = async (words: string) => {
    const mine = new AbortController();
    running = mine;
    try {
      const answer = await ask(words, mine.signal);
      if (mine.signal.aborted) return;
      remember(words, answer);
      change({ answer, answered: words, waiting: false, trouble: null });
    } catch (error) {
      if (mine.signal.aborted) return;
      change({ waiting: false, trouble: troubleOf(error) });
    } finally {
      if (running === mine) running = null;
    }
  };
  return {
    typed(text) {
      const words = text.trim().replace(/\s+/g, ' ');
      halt();
      if (words === '') {
        change({ answer: null, answered: '', waiting: false, trouble: null });
        return;
      }
      const answer = known.get(words);
      if (answer !== undefined) {
        change({ answer, answered: words, waiting: false, trouble: null });
        return;
      }
      change({ waiting: true });
      callOff = later(() => void send(words), rest_ms);
    },
    stop: halt,
  };
}
