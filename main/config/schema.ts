import { z } from 'zod';
import { languages, themes } from '../../preload/contract.ts';

/*
 * The configuration file as written: strict, every key with its description. `assets/config.schema.json` is made from it, and
 * `remedies.ts` has a sentence for each key. What involves more than one key is in `checks.ts`.
 */

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u);
const seconds = (min: number, max: number, preset: number) => z.int().min(min).max(max).default(preset);

const station = z.strictObject({
  id: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
    .describe('Stable id of this station, for logs: letters, digits, dots, dashes and underscores.'),
  name: line(80).describe('Name of the station, shown on the first screen.'),
  helpContact: line(120).describe('Whom the screen tells people to call, e.g. "IT desk, ext. 1200".'),
});

/** Addresses of a test tenant. */
export const testCloud = z.strictObject({
  graph: z.string().min(1).max(300).describe('Origin of Microsoft Graph, without version or path.'),
  authority: z.string().min(1).max(300).describe('Origin of Microsoft Entra, without tenant or path.'),
});

/** The clouds that have Universal Print (reference 7). */
export const namedClouds = ['global', 'usGovL4', 'usGovL5'] as const;

const tenant = z.strictObject({
  id: z.guid().describe('Entra tenant id (GUID): the "Directory (tenant) ID".'),
  cloud: z
    .union([z.enum(namedClouds), testCloud])
    .describe('"global", "usGovL4" (GCC High), "usGovL5" (DoD), or the two addresses of a test tenant: https, or http on loopback.'),
});

const app = z
  .strictObject({
    clientId: z.guid().describe('Application (client) ID of the app registration (GUID).'),
    secret: z.string().min(1).max(500).optional().describe("The client secret's value. Prefer a certificate, or `secretFile`."),
    secretFile: line(1000).optional().describe('File that holds the client secret and nothing else.'),
    certificate: z
      .strictObject({ path: line(1000).describe('PEM file with the certificate and its private key.') })
      .optional()
      .describe('Certificate of this station, registered with the app.'),
  })
  .meta({ oneOf: [{ required: ['secret'] }, { required: ['secretFile'] }, { required: ['certificate'] }] });

const printer = z.strictObject({
  shareId: z.guid().describe('Id of the printer share (GUID).'),
  printerId: z.guid().describe('Id of the printer behind the share (GUID).'),
  name: line(60).describe('Name shown on screen: where the paper comes out.'),
  afterTask: z
    .enum(['auto', 'start'])
    .default('auto')
    .describe(
      'What a job does here once its task is completed: "start" where it waits for a start that this station may not give (modes "app" and "redirect"): then nothing is released into it. "auto": found out.',
    ),
});

const destination = z.strictObject({
  printerId: z.guid().describe('Id of the printer, not of a share (GUID).'),
  name: line(60).describe('Name shown on screen: where the paper comes out.'),
});

const print = z.strictObject({
  taskDefinitionId: z.guid().describe('Id of the task definition whose tasks hold the jobs (GUID).'),
  printers: z
    .array(printer)
    .min(1)
    .max(20)
    .describe('The printers whose jobs this station releases; in the mode "redirect" the queues where jobs are held.'),
  destinations: z
    .array(destination)
    .min(1)
    .max(50)
    .optional()
    .describe('Mode "redirect" only, and required there: the printers that a held job can be sent to.'),
});

/** The modes of product.md. */
export const releaseModes = ['user', 'app', 'redirect'] as const;

/** Who decides whether a tap alone releases everything. */
export const oneGesturePolicies = ['never', 'personChooses', 'always'] as const;

const release = z.strictObject({
  mode: z
    .enum(releaseModes)
    .default('user')
    .describe(
      '"user": with the rights of the person, who signs in. "app": with the station\'s own rights, cards known from a list. "redirect": as "app", and the person chooses the printer.',
    ),
  allowDelete: z
    .boolean()
    .optional()
    .describe('Let people delete their held jobs here. True where left out in the mode "user"; the other modes do not offer it.'),
  options: z
    .boolean()
    .optional()
    .describe(
      'Let people choose copies, sides, colour and pages when they release. True where left out in the mode "redirect"; in the mode "app" it takes one more permission; the mode "user" cannot offer it.',
    ),
  oneGesture: z
    .enum(oneGesturePolicies)
    .default('personChooses')
    .describe(
      'Whether a tap alone releases everything, after 3 seconds in which it can be stopped: "never", "personChooses" (off until the person turns it on for themselves), or "always".',
    ),
  settleSeconds: seconds(1, 120, 15).describe(
    'How long a call whose answer was lost may still take effect before another is sent. Seconds.',
  ),
  resumeSeconds: seconds(0, 30, 3).describe(
    'How long a job may take to move by itself after its hold is lifted, before the station starts it. Seconds.',
  ),
  jobsKeptDays: z
    .int()
    .min(0)
    .max(30)
    .default(10)
    .describe(
      'How long the service keeps a job that nobody releases, counted from its submission; 0 where that is not known: nothing is said of it then. Days.',
    ),
});

const signIn = z.strictObject({
  methods: z
    .array(z.enum(['badge', 'deviceCode']))
    .min(1)
    .optional()
    .meta({ uniqueItems: true })
    .describe(
      'Ways to sign in that the first screen offers; all that the mode has where left out. "deviceCode" is the QR code, mode "user" only.',
    ),
});

const session = z.strictObject({
  idleTimeoutSeconds: seconds(30, 900, 60).describe('Signs out after this time without a touch. Seconds.'),
  warningSeconds: seconds(20, 300, 25).describe('Length of the visible countdown at the end of the idle time. Seconds.'),
});

const badge = z.strictObject({
  minLength: z.int().min(1).max(128).default(4).describe('Fewest characters of a badge number.'),
  maxLength: z.int().min(1).max(128).default(64).describe('Most characters of a badge number.'),
  maxKeyGapMs: z.int().min(10).max(100).default(60).describe('Longest pause between two keys of one read. Milliseconds.'),
  terminator: z.enum(['enter', 'tab', 'none']).default('enter').describe('What the reader types after a number.'),
  enrolmentDays: z
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('Mode "user" only: age at which a linked badge has to be linked again. Days.'),
  list: line(1000)
    .optional()
    .describe(
      'Modes "app" and "redirect" only, and required there: CSV file with the columns badge, oid, userPrincipalName and name. A relative path starts at this file\'s folder; it may be on another machine.',
    ),
});

const language = z.enum(languages);

/** A colour as the configuration writes it. */
export const color = z.string().regex(/^#[0-9A-Fa-f]{6}$/);

const brand = z.strictObject({
  logo: line(1000)
    .optional()
    .describe("PNG or SVG picture of at most 200 kB, read once at start; a relative path starts at this file's folder."),
  color: color.optional().describe('Colour of the housing around the sheet, "#rrggbb".'),
  text: color
    .optional()
    .describe(
      'Colour of the text on "color", "#rrggbb"; where left out white or a dark ink, whichever reads better. The contrast is at least 4.5 to 1.',
    ),
});

const screen = z.strictObject({
  language: language.default('en').describe('Language that the screen begins with.'),
  languages: z
    .array(language)
    .min(1)
    .optional()
    .meta({ uniqueItems: true })
    .describe('Languages to choose from, "language" among them; all but the pseudo-locale "en-XA" where left out.'),
  theme: z.enum(themes).default('light').describe('Colours that the screen begins with.'),
  largeText: z.boolean().default(false).describe('Begin with large text: capitals at least 4.8 mm high.'),
  reach: z.boolean().default(false).describe('Begin with every control in the lower half of the screen.'),
  sounds: z.boolean().default(false).describe('Short sounds: tap accepted, done, trouble.'),
  titles: z.enum(['shown', 'masked']).default('shown').describe('Document names: "shown", or "masked" until the person asks for them.'),
  widthMm: z
    .number()
    .min(50)
    .max(3000)
    .optional()
    .describe('Width of the visible picture in millimetres, measured with "--ruler"; sizes on screen are taken from it.'),
  brand: brand.prefault({}).describe('Your own logo and colour.'),
});

const data = z.strictObject({
  folder: line(1000)
    .optional()
    .describe("Folder for the station's data; a relative path starts at this file's folder. On a disk of this machine."),
});

/** The whole file. */
export const configFile = z
  .strictObject({
    $schema: z.string().optional().describe('For editors; not used by the station.'),
    station: station.describe('This station.'),
    tenant: tenant.describe('The Microsoft Entra tenant.'),
    app: app.describe('The app registration and the credential of this station: exactly one of secret, secretFile, certificate.'),
    print: print.describe('Universal Print: what this station releases.'),
    release: release.prefault({}).describe('How jobs are released.'),
    signIn: signIn.prefault({}).describe('How people sign in.'),
    session: session.prefault({}).describe('How long somebody stays signed in.'),
    badge: badge.prefault({}).describe('What the badge reader types, and whose cards these are.'),
    screen: screen.prefault({}).describe('How the screen looks and speaks.'),
    data: data.prefault({}).describe('Where the station keeps its data.'),
  })
  .meta({ title: 'Release Station', description: 'Configuration of one release station.' });

/** The file with its defaults filled in. */
export type ConfigFile = z.output<typeof configFile>;
