/** Keeps the printers fresh and taps cards without leaving the page. Everything works without it, one reload at a time. */
const liveParts = document.querySelector('#live');

async function refresh() {
  // Somebody who is choosing in a list must not have it pulled away.
  if (document.hidden || liveParts === null || liveParts.contains(document.activeElement)) return;
  const response = await fetch('/desk/live').catch(() => null);
  if (response === null || !response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  liveParts.replaceChildren(...fresh.body.childNodes);
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
