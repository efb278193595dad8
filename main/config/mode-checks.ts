import type { ConfigProblem, ReleaseMode } from './model.ts';
import { member, problemAt, twice } from './problems.ts';
import { releaseModes } from './schema.ts';

/** What the mode asks for or has no place for. Nothing is said of a mode that is not known: the schema does that. */
export function modeProblems(file: unknown): readonly ConfigProblem[] {
  const mode = modeOf(file);
  switch (mode) {
    case null:
      return [];
    case 'user':
      return [...listRefused(file), ...destinationsRefused(file), ...optionsRefused(file)];
    case 'app':
      return [...cardOnly(file, mode), ...destinationsRefused(file)];
    case 'redirect':
      return [...cardOnly(file, mode), ...destinationProblems(file)];
  }
}

function modeOf(file: unknown): ReleaseMode | null {
  const release = member(file, 'release');
  if (release !== undefined && !isObject(release)) return null;
  const mode = member(release, 'mode') ?? 'user';
  return releaseModes.find((known) => known === mode) ?? null;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listRefused(file: unknown): readonly ConfigProblem[] {
  if (member(member(file, 'badge'), 'list') === undefined) return [];
  return [
    problemAt(
      'badge.list',
      'In the mode "user" people link their cards themselves, so a list of cards has no place.',
      'Remove "list", or use the mode "app" or "redirect".',
    ),
  ];
}

function optionsRefused(file: unknown): readonly ConfigProblem[] {
  if (member(member(file, 'release'), 'options') !== true) return [];
  return [
    problemAt(
      'release.options',
      'In the mode "user" nothing can be chosen at release: Microsoft Graph lets only an app change a job, never a person.',
      'Use false, or leave this out; or use the mode "app" or "redirect".',
    ),
  ];
}

function destinationsRefused(file: unknown): readonly ConfigProblem[] {
  if (member(member(file, 'print'), 'destinations') === undefined) return [];
  return [
    problemAt(
      'print.destinations',
      'Only the mode "redirect" sends jobs to other printers.',
      'Remove "destinations", or use the mode "redirect".',
    ),
  ];
}

/** Nobody has a token of their own in these modes: the card says who it is, and what takes the person's right cannot be done. */
function cardOnly(file: unknown, mode: ReleaseMode): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const badge = member(file, 'badge');
  if ((badge === undefined || isObject(badge)) && member(badge, 'list') === undefined)
    problems.push(problemAt('badge.list', `This is missing: in the mode "${mode}" a card is looked up in a list that IT gives.`));
  const methods = member(member(file, 'signIn'), 'methods');
  if (Array.isArray(methods) && methods.includes('deviceCode'))
    problems.push(
      problemAt(
        'signIn.methods',
        `In the mode "${mode}" nobody signs in with an account of their own, so there is only the card.`,
        'Use ["badge"], or leave this out.',
      ),
    );
  if (member(member(file, 'release'), 'allowDelete') === true)
    problems.push(
      problemAt(
        'release.allowDelete',
        mode === 'app' ? 'In the mode "app" the station has no right to delete jobs.' : `In the mode "${mode}" deleting is not offered.`,
        'Use false, or leave this out: people delete jobs here in the mode "user" only.',
      ),
    );
  return problems;
}

function destinationProblems(file: unknown): readonly ConfigProblem[] {
  const path = 'print.destinations';
  const print = member(file, 'print');
  const destinations = member(print, 'destinations');
  if (destinations === undefined)
    return isObject(print) ? [problemAt(path, 'This is missing: in the mode "redirect" a held job is sent to one of these printers.')] : [];
  if (!Array.isArray(destinations)) return [];
  return [...twice(path, destinations, ['printerId', 'name']), ...queuesAmong(path, destinations, member(print, 'printers'))];
}

/** A job sent back to where it is held would be held again, or move nowhere. */
function queuesAmong(path: string, destinations: readonly unknown[], queues: unknown): readonly ConfigProblem[] {
  const plain = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : '');
  const all: readonly unknown[] = Array.isArray(queues) ? queues : [];
  return destinations.flatMap((destination, index) => {
    const id = plain(member(destination, 'printerId'));
    const queue = all.findIndex((one) => id !== '' && [plain(member(one, 'printerId')), plain(member(one, 'shareId'))].includes(id));
    if (queue === -1) return [];
    return [
      problemAt(
        `${path}[${index}].printerId`,
        `This is print.printers[${queue}], the queue where jobs are held.`,
        'Give the id of a printer that prints, or take this entry out.',
      ),
    ];
  });
}
