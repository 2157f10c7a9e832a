/**
 * Runs before anything is painted, so that the chosen look is there from the start and nothing
 * flashes. A file of its own, because the page's policy allows no script inside the page. It also
 * copies the number of a request on pages that nothing else brings to life.
 */
const root = document.documentElement;
root.dataset['js'] = '';
try {
  const theme = localStorage.getItem('trueshelf.theme');
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  if (localStorage.getItem('trueshelf.contrast') === 'more') root.dataset['contrast'] = 'more';
} catch {
  // No storage: the system's look it is.
}
addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null;
  const { copy, copied = '' } = button?.dataset ?? {};
  if (button === null || copy === undefined) return;
  void navigator.clipboard?.writeText(copy).then(() => button.replaceChildren(copied));
});
