/** Keeps the printers fresh and taps cards without leaving the page. Everything works without it, one reload at a time. */
async function refresh() {
  if (document.hidden) return;
  const response = await fetch('/desk/live').catch(() => null);
  if (response === null || !response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    // Somebody who is choosing in a list or has something open must not have it pulled away.
    if (part.contains(document.activeElement) || part.querySelector('details[open]') !== null) continue;
    const now = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (now !== null) part.replaceChildren(...now.childNodes);
  }
}

setInterval(() => void refresh(), 1500);

for (const form of document.querySelectorAll('form.live-form')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const sent = new FormData(form, event.submitter);
    void fetch(form.action, { method: 'POST', body: sent, redirect: 'manual' });
    event.submitter?.classList.add('tapped');
    setTimeout(() => event.submitter?.classList.remove('tapped'), 600);
  });
}
