/**
 * Covers the page with one sentence and hides what was on it: names of documents must not stay on a screen that nobody can sign out of any
 * more. Null takes the cover away.
 */
export function coverPage(page: Document): (sentence: string | null) => void {
  const cover = page.createElement('p');
  cover.setAttribute('role', 'alert');
  Object.assign(cover.style, {
    position: 'fixed',
    inset: '0',
    margin: '0',
    padding: '2rem',
    display: 'grid',
    placeContent: 'center',
    font: '1.5rem/1.4 system-ui, sans-serif',
    color: '#fdfbf5',
    background: '#123f3a',
    zIndex: '2147483647',
  });
  return (sentence) => {
    if (sentence === null) {
      cover.remove();
      page.body?.style.removeProperty('display');
    } else {
      cover.textContent = sentence;
      if (page.body !== null) page.body.style.display = 'none';
      page.documentElement.append(cover);
    }
  };
}
