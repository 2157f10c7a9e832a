/**
 * Leaves out of React Router what only its framework mode uses: prefetching links, with three
 * hooks in each of the hundreds of links of a page. The file it stands in for is pinned with the
 * package; the walk through the shop in a browser says when they part.
 */
import type { Plugin } from 'vite';

const standIn = `
import { createContext, useRef } from 'react';
export const FrameworkContext = createContext(undefined);
export const PrefetchPageLinks = () => null;
export const usePrefetchBehavior = () => [false, useRef(null), {}];
export const mergeRefs = (...refs) => (value) => {
  for (const ref of refs) {
    if (typeof ref === 'function') ref(value);
    else if (ref) ref.current = value;
  }
};
const none = () => null;
export { none as Links, none as Meta, none as Scripts, none as useFrameworkContext };
export const setIsHydrated = none;
export const CRITICAL_CSS_DATA_ATTRIBUTE = 'data-critical-css';
`;

export function routerPlugin(): Plugin {
  return {
    name: 'trueshelf-router',
    enforce: 'pre',
    transform: {
      filter: { id: /react-router\/dist\/production\/lib\/dom\/ssr\/components\.js$/ },
      handler: () => ({ code: standIn, map: null }),
    },
  };
}
