import { EventEmitter } from 'node:events';
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Display,
  FromPartitionOptions,
  Input,
  IpcMain,
  IpcMainInvokeEvent,
  PowerMonitor,
  PowerSaveBlocker,
  Protocol,
  SafeStorage,
  Screen,
  Session,
  WebContents,
  WebFrameMain,
} from 'electron';
import type { Electron } from '../../main/electron/start-kiosk.ts';

/*
 * Electron's parts as far as the kiosk touches them, each method typed from electron.d.ts. They record what is asked of them
 * and let a test bring what Chromium would bring. What only a real Electron does is not imitated.
 */

/** An event that remembers whether it was prevented. */
export interface EventDouble {
  prevented: boolean;
  preventDefault(): void;
}

/** An event with these fields. */
export function eventOf<T extends object>(fields: T): T & EventDouble {
  const event = {
    ...fields,
    prevented: false,
    preventDefault() {
      event.prevented = true;
    },
  };
  return event;
}

/** Brings an event to a part, as Electron would. */
export function bring(part: object, name: string, ...args: readonly unknown[]): void {
  (part as EventEmitter).emit(name, ...args);
}

type Handler<T extends (handler: never) => unknown> = Parameters<T>[0];

/** What a session was given. */
export interface SessionDouble {
  readonly session: Session;
  readonly partition: string;
  /** How it was opened. */
  options: FromPartitionOptions | undefined;
  /** What went over it and was closed on it, in order. */
  readonly traffic: string[];
  readonly given: {
    request: Handler<Session['setPermissionRequestHandler']>;
    check: Handler<Session['setPermissionCheckHandler']>;
    device: Handler<Session['setDevicePermissionHandler']>;
    usb: Handler<Session['setUSBProtectedClassesHandler']>;
    pairing: Handler<Session['setBluetoothPairingHandler']>;
    displayMedia: Parameters<Session['setDisplayMediaRequestHandler']>[0];
    beforeRequest: Parameters<Session['webRequest']['onBeforeRequest']>[0];
    ntlmDomains: string | null;
    spelling: boolean;
    pages: Parameters<Protocol['handle']>[1] | null;
  };
}

/** What a test decides of a session: its network, which is none by default. */
export type SessionDoubleOptions = Partial<Pick<Session, 'fetch' | 'closeAllConnections'>>;

/** A session that lives in memory. */
export function doubleSession(partition = '', network: SessionDoubleOptions = {}): SessionDouble {
  const traffic: string[] = [];
  const given: SessionDouble['given'] = {
    request: null,
    check: null,
    device: null,
    usb: null,
    pairing: null,
    displayMedia: null,
    beforeRequest: null,
    ntlmDomains: null,
    spelling: true,
    pages: null,
  };
  const methods = {
    setPermissionRequestHandler: (handler) => {
      given.request = handler;
    },
    setPermissionCheckHandler: (handler) => {
      given.check = handler;
    },
    setDevicePermissionHandler: (handler) => {
      given.device = handler;
    },
    setUSBProtectedClassesHandler: (handler) => {
      given.usb = handler;
    },
    setBluetoothPairingHandler: (handler) => {
      given.pairing = handler;
    },
    setDisplayMediaRequestHandler: (handler) => {
      given.displayMedia = handler;
    },
    allowNTLMCredentialsForDomains: (domains) => {
      given.ntlmDomains = domains;
    },
    setSpellCheckerEnabled: (enabled) => {
      given.spelling = enabled;
    },
    fetch(input, init) {
      traffic.push(input instanceof Request ? input.method : 'GET');
      return network.fetch?.(input, init) ?? Promise.reject(new Error('no network'));
    },
    closeAllConnections() {
      traffic.push('close');
      return network.closeAllConnections?.() ?? Promise.resolve();
    },
  } satisfies Partial<Session>;
  const webRequest = {
    onBeforeRequest(listener: SessionDouble['given']['beforeRequest']) {
      given.beforeRequest = listener;
    },
  };
  const protocol = {
    handle(_scheme, handler) {
      given.pages = handler;
    },
  } satisfies Partial<Protocol>;
  const session = Object.assign(new EventEmitter(), methods, { webRequest, protocol }) as unknown as Session;
  return { session, partition, options: undefined, traffic, given };
}

/** A window and its page. */
export interface WindowDouble {
  readonly window: BrowserWindow;
  readonly contents: WebContents;
  readonly options: BrowserWindowConstructorOptions;
  /** Addresses in the order they were loaded. */
  readonly loaded: string[];
  readonly sent: { readonly channel: string; readonly value: unknown }[];
  /** Calls on the window and its page, by name, with their arguments. */
  readonly calls: (readonly [name: string, ...args: unknown[]])[];
  readonly state: {
    focused: boolean;
    destroyed: boolean;
    crashed: boolean;
    openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null;
  };
}

/** A window that shows nothing. */
export function doubleWindow(options: BrowserWindowConstructorOptions = {}, session: Session = doubleSession().session): WindowDouble {
  const loaded: string[] = [];
  const sent: WindowDouble['sent'] = [];
  const calls: WindowDouble['calls'] = [];
  const state: WindowDouble['state'] = { focused: true, destroyed: false, crashed: false, openHandler: null };
  const contentsMethods = {
    setWindowOpenHandler: (handler) => {
      state.openHandler = handler;
    },
    send: (channel, value: unknown) => void sent.push({ channel, value }),
    isDestroyed: () => state.destroyed,
    isCrashed: () => state.crashed,
    getURL: () => loaded.at(-1) ?? '',
    closeDevTools: () => void calls.push(['closeDevTools']),
    forcefullyCrashRenderer: () => void calls.push(['forcefullyCrashRenderer']),
    setZoomFactor: (factor) => void calls.push(['setZoomFactor', factor]),
    setZoomMode: (mode) => void calls.push(['setZoomMode', mode]),
    setVisualZoomLevelLimits: async (least, most) => void calls.push(['setVisualZoomLevelLimits', least, most]),
    sendInputEvent: (event) => void calls.push(['sendInputEvent', event]),
  } satisfies Partial<WebContents>;
  const navigationHistory = { clear: () => void calls.push(['clearHistory']) };
  const contents = Object.assign(new EventEmitter(), contentsMethods, { session, navigationHistory }) as unknown as WebContents;
  const windowMethods = {
    loadURL: async (url) => void loaded.push(url),
    isDestroyed: () => state.destroyed,
    isFocused: () => state.focused,
    show: () => void calls.push(['show']),
    focus: () => void calls.push(['focus']),
    moveTop: () => void calls.push(['moveTop']),
    setKiosk: (flag) => void calls.push(['setKiosk', flag]),
    setBounds: (bounds) => void calls.push(['setBounds', bounds]),
    setAlwaysOnTop: (flag, level) => void calls.push(['setAlwaysOnTop', flag, level]),
  } satisfies Partial<BrowserWindow>;
  const window = Object.assign(new EventEmitter(), windowMethods, { webContents: contents }) as unknown as BrowserWindow;
  return { window, contents, options, loaded, sent, calls, state };
}

/** `ipcMain` without processes. */
export interface IpcDouble {
  readonly ipc: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly handlers: Map<string, Parameters<IpcMain['handle']>[1]>;
  /** Calls a channel; rejects where nobody answers it or the handler refuses. */
  call(channel: string, event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>, argument?: unknown): Promise<unknown>;
}

/** Handlers by channel. */
export function doubleIpc(): IpcDouble {
  const handlers: IpcDouble['handlers'] = new Map();
  return {
    handlers,
    ipc: { handle: (channel, handler) => void handlers.set(channel, handler), removeHandler: (channel) => void handlers.delete(channel) },
    async call(channel, event, argument) {
      const handler = handlers.get(channel);
      if (handler === undefined) throw new Error('no handler');
      return handler(event as IpcMainInvokeEvent, argument);
    },
  };
}

/** A frame of a page; by default the kiosk's own main frame. */
export function frameOf(fields: Partial<Pick<WebFrameMain, 'origin' | 'url' | 'parent'>> = {}): WebFrameMain {
  return { origin: 'app://station', url: 'app://station/', parent: null, ...fields } as WebFrameMain;
}

/** One key as `before-input-event` reports it. */
export function inputOf(fields: Partial<Input>): Input {
  return {
    type: 'keyDown',
    key: '',
    code: '',
    isAutoRepeat: false,
    isComposing: false,
    shift: false,
    control: false,
    alt: false,
    meta: false,
    location: 0,
    modifiers: [],
    ...fields,
  };
}

/** A key store that turns every byte, under a mark of its own. */
export interface KeyStoreDouble {
  readonly keyStore: Pick<SafeStorage, 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'>;
  readonly state: { backend: ReturnType<SafeStorage['getSelectedStorageBackend']>; mark: string; fails: Error | null; rotated: boolean };
}

/** A key store of a GNOME desktop, until a test changes it. */
export function doubleKeyStore(): KeyStoreDouble {
  const state: KeyStoreDouble['state'] = { backend: 'gnome_libsecret', mark: 'v11', fails: null, rotated: false };
  const turn = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return {
    state,
    keyStore: {
      getSelectedStorageBackend: () => state.backend,
      async encryptStringAsync(text) {
        if (state.fails !== null) throw state.fails;
        return Buffer.concat([Buffer.from(state.mark), turn(Buffer.from(text))]);
      },
      async decryptStringAsync(sealed) {
        if (state.fails !== null) throw state.fails;
        if (sealed.subarray(0, 3).toString() !== state.mark) throw new Error('wrong key');
        return { result: turn(sealed.subarray(3)).toString(), shouldReEncrypt: state.rotated };
      },
    },
  };
}

/** A display of this size, with a bar at its top. */
export function displayOf(id: number, width: number, height: number, x = 0): Display {
  return { id, bounds: { x, y: 0, width, height }, workArea: { x, y: 40, width, height: height - 40 } } as Display;
}

/** The displays of a machine; a test changes the list. */
export function doubleScreen(displays: Display[]): Screen {
  const methods = {
    getAllDisplays: () => displays,
    getPrimaryDisplay() {
      const [first] = displays;
      if (first === undefined) throw new Error('no display');
      return first;
    },
  } satisfies Partial<Screen>;
  return Object.assign(new EventEmitter(), methods) as unknown as Screen;
}

/** A whole Electron. */
export interface ElectronDouble {
  readonly electron: Electron;
  readonly app: App;
  /** What was asked of Electron before and after it was ready, in order. */
  readonly steps: string[];
  readonly windows: WindowDouble[];
  readonly sessions: Map<string, SessionDouble>;
  readonly keyStore: KeyStoreDouble;
  readonly powerMonitor: PowerMonitor;
  readonly powerBlocks: { readonly started: string[]; running: boolean };
  /** Electron becomes ready. */
  ready(): void;
}

/** How the double starts. */
export interface ElectronDoubleOptions {
  readonly packaged?: boolean;
  readonly lock?: boolean;
  readonly switches?: readonly string[];
  readonly fetch?: Electron['net']['fetch'];
  /** Chromium's own folder; by default one that does not exist. */
  readonly userData?: string;
}

/** An Electron of its own for one test. */
export function doubleElectron({
  packaged = false,
  lock = true,
  switches = [],
  fetch,
  userData = '/nonexistent',
}: ElectronDoubleOptions = {}): ElectronDouble {
  const steps: string[] = [];
  const windows: WindowDouble[] = [];
  const sessions = new Map<string, SessionDouble>();
  const sessionOf = (partition: string): SessionDouble => {
    const known = sessions.get(partition) ?? doubleSession(partition, fetch === undefined ? {} : { fetch });
    sessions.set(partition, known);
    return known;
  };
  let ready = () => {};
  const whenReady = new Promise<void>((resolve) => {
    ready = () => {
      steps.push('ready');
      resolve();
    };
  });
  const app = doubleApp({ packaged, lock, switches, steps, whenReady, userData });
  const keyStore = doubleKeyStore();
  const powerMonitor = new EventEmitter() as unknown as PowerMonitor;
  const powerBlocks: ElectronDouble['powerBlocks'] = { started: [], running: true };
  // `new` hands out what a function returns: the typed double in place of Electron's class.
  const Window = function open(options: BrowserWindowConstructorOptions): BrowserWindow {
    steps.push('window');
    const made = doubleWindow(options, sessionOf(options.webPreferences?.partition ?? '').session);
    windows.push(made);
    bring(app, 'web-contents-created', eventOf({}), made.contents);
    return made.window;
  };
  const electron = {
    app,
    BrowserWindow: Window,
    Menu: { setApplicationMenu: (menu: null) => void steps.push(menu === null ? 'noMenu' : 'menu') },
    net: { fetch: fetch ?? (() => Promise.reject(new Error('no network'))) },
    powerMonitor,
    powerSaveBlocker: {
      start: (type) => powerBlocks.started.push(type),
      isStarted: () => powerBlocks.running,
    } satisfies Partial<PowerSaveBlocker>,
    protocol: { registerSchemesAsPrivileged: () => void steps.push('scheme') } satisfies Partial<Protocol>,
    safeStorage: keyStore.keyStore,
    screen: doubleScreen([displayOf(1, 1920, 1080)]),
    session: {
      defaultSession: sessionOf('default').session,
      fromPartition(partition: string, options?: FromPartitionOptions) {
        const opened = sessionOf(partition);
        opened.options = options;
        return opened.session;
      },
    },
  } as unknown as Electron;
  return { electron, app, steps, windows, sessions, keyStore, powerMonitor, powerBlocks, ready };
}

interface AppOptions {
  readonly packaged: boolean;
  readonly lock: boolean;
  readonly switches: readonly string[];
  readonly steps: string[];
  readonly whenReady: Promise<void>;
  readonly userData: string;
}

function doubleApp({ packaged, lock, switches, steps, whenReady, userData }: AppOptions): App {
  const methods = {
    isPackaged: packaged,
    whenReady: () => whenReady,
    requestSingleInstanceLock: () => {
      steps.push('lock');
      return lock;
    },
    enableSandbox: () => void steps.push('sandbox'),
    exit: (code) => void steps.push(`exit ${code}`),
    quit: () => void steps.push('quit'),
    getVersion: () => '1.2.3',
    getPath: () => userData,
    disableHardwareAcceleration: () => void steps.push('noGraphicsCard'),
  } satisfies Partial<App>;
  const commandLine = {
    hasSwitch: (name: string) => switches.includes(name),
    appendSwitch: (name: string) => void steps.push(`--${name}`),
  };
  return Object.assign(new EventEmitter(), methods, { commandLine }) as unknown as App;
}
