import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { type HttpBindings, serve, upgradeWebSocket, type WebSocketServerLike } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { WebSocketServer } from 'ws';
import { socketPath } from '../../preload/browser/wire.ts';
import { describeError } from '../log/errors.ts';
import type { Log } from '../log/log.ts';
import { pageHeaders } from '../pages/headers.ts';
import { listPageFiles } from '../pages/page-files.ts';
import { sentence, servePage } from '../pages/serve-page.ts';
import type { Clock, RandomBytes } from '../ports.ts';
import type { StationFace } from '../station/face.ts';
import { type Entrance, openEntrance } from './entrance.ts';
import { largestMessageBytes } from './messages.ts';
import { joinScreen, type Screen, type ScreenSocket } from './screen.ts';

/** What the browser host is made of. */
export interface BrowserHostOptions {
  readonly face: StationFace;
  readonly folder: {
    /** The built screens (`out/renderer`). */
    readonly renderer: string;
    /** The preload built for a browser (`out/browser-preload`). */
    readonly preload: string;
  };
  /** 0 for any free port. */
  readonly port: number;
  readonly random: RandomBytes;
  readonly clock: Clock;
  readonly log: Log;
}

/** A running browser host. */
export interface BrowserHost {
  /** Address with a key that works once, for ten minutes. */
  readonly url: string;
  /** Another such address, for another browser. */
  newUrl(): string;
  /** Closes sockets and the port; the station is the caller's to close. */
  close(): Promise<void>;
}

/** One browser takes a handful; nobody else on the machine shall take the process's file handles. */
const mostConnections = 64;

const headers = pageHeaders("'self'");
const refusals = {
  host: 'This kiosk answers only to its own address on this machine.',
  link: 'This link has been used or is too old. Start the kiosk again for a new one.',
  cookie: 'Open the kiosk with the link that it printed when it started.',
  origin: 'Only the kiosk’s own page may connect.',
  failed: 'The kiosk could not hand out this page. Its log says why.',
} as const;

/**
 * Serves the kiosk to one browser on this machine: built pages, the preload and one socket.
 * Rejects when the port is taken or the folders are not built.
 */
export async function serveBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { face, folder, clock, random, log } = options;
  const files = await listPageFiles(folder.renderer);
  const preload = await readFile(`${folder.preload}/preload.js`);
  const app = new Hono<{ Bindings: HttpBindings }>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes });
  // The two packages differ only in whether an option may be `undefined`.
  const server = await listen(app, sockets as WebSocketServerLike, options.port);
  const port = portOf(server);
  const entrance = openEntrance(port, random, clock);
  const screen = joinScreen({ face, clock, log });
  // Without a listener a connection that cannot be taken (no file handle left) would count as a bug and end the station.
  server.on('error', (error) => log('host.notAccepted', { ...describeError(error) }));

  app.onError((error) => {
    log('internal.error', { place: 'browser host', ...describeError(error) });
    return sentence(500, refusals.failed, headers);
  });
  app.use(async (context, next) => refuse(context, port, entrance) ?? next());
  app.get(socketPath, upgrade(screen));
  app.get('/preload.js', () => new Response(preload, { headers: { ...headers, 'content-type': 'text/javascript; charset=utf-8' } }));
  app.all('*', (context) => servePage(context.req.raw, { files, headers, head: () => '<script src="/preload.js"></script>' }));

  const newUrl = () => `http://127.0.0.1:${port}/?key=${entrance.newKey()}`;
  return {
    url: newUrl(),
    newUrl,
    async close() {
      screen.end();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers whoever may not come in, and exchanges a link for the cookie; undefined lets the request through. */
function refuse(context: Context, port: number, entrance: Entrance): Response | undefined {
  const ownHosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const host = context.req.header('host') ?? '';
  if (!ownHosts.includes(host)) return sentence(400, refusals.host, headers);
  const key = context.req.path === '/' ? context.req.query('key') : undefined;
  const known = entrance.admits(context.req.header('cookie'));
  // The key is spent even where the cookie is already there; opening the same link again is then no mistake.
  const spent = key !== undefined && entrance.spend(key);
  if (spent || (key !== undefined && known)) {
    return new Response(null, { status: 303, headers: { ...headers, location: '/', 'set-cookie': entrance.cookie() } });
  }
  if (!known) return sentence(403, key === undefined ? refusals.cookie : refusals.link, headers);
  const wantsSocket = context.req.path === socketPath || context.req.header('upgrade') !== undefined;
  if (wantsSocket && context.req.header('origin') !== `http://${host}`) return sentence(403, refusals.origin, headers);
  return undefined;
}

/** The key is in the socket's own object, so two pages never share one. */
function upgrade(screen: Screen) {
  return upgradeWebSocket(() => {
    let socket: ScreenSocket | null = null;
    return {
      onOpen(_event, ws) {
        socket = { send: (text) => ws.send(text), close: (code, reason) => ws.close(code, reason) };
        screen.opened(socket);
      },
      onMessage(event) {
        if (socket !== null) screen.heard(socket, typeof event.data === 'string' ? event.data : '');
      },
      onClose() {
        if (socket !== null) screen.closed(socket);
      },
    };
  });
}

/** Resolves once the port is open on loopback; rejects where it is taken. */
function listen(app: Hono<{ Bindings: HttpBindings }>, sockets: WebSocketServerLike, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1', websocket: { server: sockets } }, () =>
      resolve(server),
    ) as Server;
    server.once('error', reject);
    server.maxConnections = mostConnections;
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the browser host has no port');
  return address.port;
}
