/** What is typed and not saved, and what is somebody's own, is kept under keys that begin so. */
export const draftPrefix = 'trueshelf.draft.';

export function forgetDrafts(): void {
  try {
    for (const shelf of [sessionStorage, localStorage]) {
      const names = Object.keys(shelf).filter((name) => name.startsWith(draftPrefix));
      for (const name of names) shelf.removeItem(name);
    }
  } catch {
    // No storage: then nothing was kept.
  }
}
