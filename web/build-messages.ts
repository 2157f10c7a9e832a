/** Compiles the ICU messages of web/storefront/i18n/locales when they are bundled. */
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

export type Compiled = Record<string, ReturnType<typeof compileMessage>>;

/** Messages by id as the runtime takes them; throws with the id of a message that is not ICU. */
export function compileMessages(messages: Readonly<Record<string, string>>): Compiled {
  return Object.fromEntries(
    Object.entries(messages).map(([id, text]) => {
      try {
        return [id, compileMessage(text)];
      } catch (error) {
        throw new Error(`message "${id}": ${(error as Error).message}`, { cause: error });
      }
    }),
  );
}

const accents = 'áƀçđéƒǥħíĵķłɱñóƥɋřšŧúṽŵẋýž';

/** A text as the pseudo-language says it: in brackets, accented, a third longer. */
export function pseudoText(text: string): string {
  if (!/\p{L}/u.test(text)) return text;
  const said = text.replace(/[a-z]+/gi, (word) => {
    const letters = word.replace(/./g, (letter) => {
      const accented = accents[letter.toLowerCase().charCodeAt(0) - 97] ?? letter;
      return letter === letter.toLowerCase() ? accented : accented.toUpperCase();
    });
    return letters + '~'.repeat(Math.ceil(word.length / 3));
  });
  return `⟦${said}⟧`;
}

/** The words of a compiled message in the pseudo-language; names, kinds and values stay. */
function pseudo(token: unknown): unknown {
  if (typeof token === 'string') return token === '#' ? token : pseudoText(token);
  if (!Array.isArray(token)) return token;
  const [name, kind, options] = token as [string, string?, Record<string, unknown>?];
  if (options === undefined || typeof options !== 'object') return token;
  const said = Object.entries(options).map(([key, value]) => {
    return [key, Array.isArray(value) ? value.map(pseudo) : value];
  });
  return [name, kind, Object.fromEntries(said)];
}

export function pseudoMessages(compiled: Compiled): Compiled {
  const said = Object.entries(compiled).map(([id, message]) => {
    return [id, typeof message === 'string' ? pseudoText(message) : message.map(pseudo)];
  });
  return Object.fromEntries(said) as Compiled;
}

export interface MessagesOptions {
  /** English becomes the pseudo-language, in which words that are no message stand out. */
  pseudo?: boolean;
}

/** `locales/<locale>/<area>.json` becomes a module whose default is the compiled catalogue. */
export function messagesPlugin(options: MessagesOptions = {}): Plugin {
  return {
    name: 'trueshelf-messages',
    enforce: 'pre',
    transform: {
      filter: { id: /\/i18n\/locales\/[\w-]+\/[\w-]+\.json$/ },
      handler(code, id) {
        const plain = compileMessages(JSON.parse(code) as Record<string, string>);
        const compiled = options.pseudo && id.includes('/en/') ? pseudoMessages(plain) : plain;
        // A JSON text parses faster than an object literal of the same size.
        const text = JSON.stringify(JSON.stringify(compiled));
        return { code: `export default JSON.parse(${text});`, moduleType: 'js', map: null };
      },
    },
  };
}
