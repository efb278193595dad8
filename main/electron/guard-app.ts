import type { App } from 'electron';
import type { Log } from '../log/log.ts';
import { guardContents } from './guard-contents.ts';

/**
 * Guards what belongs to the whole program: every page that ever comes to be, and every question that Chromium would ask a person.
 * `certificate-error` has no listener on purpose: without one a bad certificate ends the request.
 */
export function guardApp(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, { packaged: app.isPackaged, log }));
  app.on('login', (event, _contents, _details, { isProxy }, callback) => {
    event.preventDefault();
    log('network.logonRefused', { isProxy });
    callback();
  });
  // The station proves itself in its requests to Entra; no certificate of the machine is offered to anybody.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, callback) => {
    event.preventDefault();
    log('network.certificateRefused');
    callback();
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => log('screen.helperGone', { type, reason, exitCode }));
}
