/**
 * Makes what every page loads smaller. React Router: in the browser our own module stands in its
 * place, which has what these pages use of it (web/storefront/router/slim.tsx says why); on the
 * server it is the package itself that renders.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const slim = fileURLToPath(new URL('storefront/router/slim.tsx', import.meta.url));

export function slimRouterPlugin(): Plugin {
  return {
    name: 'trueshelf-slim-router',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^react-router(?:\/dom)?$/ },
      handler: () => slim,
    },
  };
}

/**
 * Vite wraps each import that comes later in a helper that looks for styles and scripts to load
 * beside it. There is one style, and no preloads of that kind, so loading is all that is left.
 */
export function plainImportsPlugin(): Plugin {
  return {
    name: 'trueshelf-plain-imports',
    enforce: 'pre',
    load: {
      filter: { id: /^\0vite\/preload-helper/ },
      handler: () => 'export const __vitePreload = (load) => load();',
    },
  };
}
