import type { Session } from 'electron';
import type { Log } from '../log/log.ts';
import { isOwnAddress } from './address.ts';

/** Takes from a session all that a kiosk's page has no use for: permissions, devices, downloads, other addresses, the machine's logon. */
export function guardSession(session: Session, log: Log): void {
  guardRequests(session, log);
  // The policy of the pages says the same; this also holds for a page that came without it.
  session.webRequest.onBeforeRequest((details, callback) => {
    const own = isOwnAddress(details.url) || isPicture(details);
    if (!own) log('screen.blocked', { what: 'request', kind: details.resourceType });
    callback({ cancel: !own });
  });
}

/** The organisation's logo, which comes with the snapshot: nothing is fetched for it. */
function isPicture({ url, resourceType }: { readonly url: string; readonly resourceType: string }): boolean {
  return resourceType === 'image' && /^data:image\/(?:png|svg\+xml);base64,/.test(url);
}

/** The same but for addresses: for a session that carries the station's own requests and has no page. */
export function guardRequests(session: Session, log: Log): void {
  denyPermissions(session);
  denyDevices(session);
  session.on('will-download', (event) => {
    event.preventDefault();
    log('screen.blocked', { what: 'download' });
  });
  session.setSpellCheckerEnabled(false);
  refuseSingleSignOn(session);
}

/** Nobody's Windows logon is offered to a server. Also for the session that the station's own requests use (S23). */
export function refuseSingleSignOn(session: Session): void {
  session.allowNTLMCredentialsForDomains('');
}

function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
}

function denyDevices(session: Session): void {
  session.setDevicePermissionHandler(() => false);
  // What stands in the answer stays protected: all of it.
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback(null);
  });
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
}
