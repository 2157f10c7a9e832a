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

/** `locales/<locale>/<area>.json` becomes a module whose default is the compiled catalogue. */
export function messagesPlugin(): Plugin {
  return {
    name: 'trueshelf-messages',
    enforce: 'pre',
    transform: {
      filter: { id: /\/i18n\/locales\/[\w-]+\/[\w-]+\.json$/ },
      handler(code) {
        const compiled = compileMessages(JSON.parse(code) as Record<string, string>);
        // A JSON text parses faster than an object literal of the same size.
        const text = JSON.stringify(JSON.stringify(compiled));
        return { code: `export default JSON.parse(${text});`, moduleType: 'js', map: null };
      },
    },
  };
}
