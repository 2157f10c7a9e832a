/**
 * Makes React Router small. In the browser our own module stands in its place, which has what
 * these pages use of it (web/storefront/router/slim.tsx says why); on the server it is the
 * package itself that renders.
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
