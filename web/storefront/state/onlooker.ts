/** Whether somebody looks at this tab, for what should rest while nobody does. */
import type { Onlooker } from '../../client/stream.ts';

export function onlooker(): Onlooker {
  return {
    hidden: () => document.hidden,
    watch: (changed) => {
      document.addEventListener('visibilitychange', changed);
      addEventListener('online', changed);
      return () => {
        document.removeEventListener('visibilitychange', changed);
        removeEventListener('online', changed);
      };
    },
  };
}
