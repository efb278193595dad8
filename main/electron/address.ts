/** Scheme of the kiosk's own pages. */
export const scheme = 'app';

/** Their origin, as Chromium writes it for a standard scheme. */
export const stationOrigin = `${scheme}://station`;

/** The kiosk's one document. */
export const startPage = `${stationOrigin}/`;

/** The page that needs neither script nor station. */
export const outOfServicePage = `${stationOrigin}/out-of-service`;

/** True for an address of the kiosk itself. By its parts: a prefix would also match `app://station.example`. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${scheme}:` && url.host === 'station' && url.username === '' && url.password === '';
}

/** True for an address that the window may show: one of the two documents, exactly. */
export function mayNavigate(address: string): boolean {
  return address === startPage || address === outOfServicePage;
}
