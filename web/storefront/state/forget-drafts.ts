/** What is typed and not saved is kept in the tab under keys that begin so. */
export const draftPrefix = 'trueshelf.draft.';

export function forgetDrafts(): void {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(draftPrefix));
    for (const name of names) sessionStorage.removeItem(name);
  } catch {
    // No storage: then nothing was kept.
  }
}
