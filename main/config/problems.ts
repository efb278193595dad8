import type { z } from 'zod';
import { configJsonSchema } from './json-schema.ts';
import type { ConfigProblem } from './model.ts';
import { nearest } from './nearest.ts';
import { remedyFor } from './remedies.ts';

/** Entries of a list that say the same as an earlier one under one of `keys`, whatever their case. */
export function twice(path: string, entries: readonly unknown[], keys: readonly string[]): readonly ConfigProblem[] {
  return keys.flatMap((key) => {
    const first = new Map<string, number>();
    return entries.flatMap((entry, index) => {
      const value = member(entry, key);
      if (typeof value !== 'string' || value.trim() === '') return [];
      const plain = value.trim().toLowerCase();
      const same = first.get(plain);
      if (same === undefined) {
        first.set(plain, index);
        return [];
      }
      const remedy = 'Give each printer once, with its own ids and name.';
      return [problemAt(`${path}[${index}].${key}`, `This is the same as ${path}[${same}].${key}.`, remedy)];
    });
  });
}

/** A path as problems show it: `print.printers[0].shareId`. */
export function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? shown(part) : `${text}.${shown(part)}`;
  }, '');
}

/** One problem with the usual remedy of its key. */
export function problemAt(path: string, problem: string, remedy: string = remedyFor(path)): ConfigProblem {
  return { path, problem, remedy };
}

/**
 * Sentences for what a schema found; `base` is where its value stands in the file.
 * Values are never quoted, except numbers: any text could be a secret in the wrong place.
 */
export function problemsOf(error: z.ZodError, file: unknown, base: readonly PropertyKey[] = []): readonly ConfigProblem[] {
  return error.issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') return issue.keys.slice(0, mostProblems).map((key) => unknownKey(path, key));
    return [problemAt(dotted(path), sentence(issue, path.reduce(member, file)))];
  });
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'This is missing.';
  switch (issue.code) {
    case 'invalid_type':
      return `This must be ${expected(issue.expected)}, but it is ${kind(value)}.`;
    case 'too_small':
      if (typeof value === 'number') return `This must be at least ${issue.minimum}, but it is ${value}.`;
      return 'This must not be empty.';
    case 'too_big':
      if (typeof value === 'number') return `This must be at most ${issue.maximum}, but it is ${value}.`;
      return `This is too long: it may have at most ${issue.maximum} ${Array.isArray(value) ? 'entries' : 'characters'}.`;
    case 'invalid_format':
      if (issue.format === 'guid') return 'This is not a GUID (figures in groups of 8-4-4-4-12).';
      return value === '' ? 'This must not be empty.' : 'This has characters that are not allowed here.';
    case 'invalid_value': {
      const choices = issue.values.map((choice) => JSON.stringify(choice));
      return choices.length === 1 ? `This must be ${choices[0]}.` : `This must be one of ${choices.join(', ')}.`;
    }
    default:
      return 'This is not what belongs here.';
  }
}

function unknownKey(path: readonly PropertyKey[], key: string): ConfigProblem {
  const section = path.length === 0 ? 'the file' : `"${dotted(path)}"`;
  return {
    path: dotted([...path, key]),
    problem: `${quoted(key)} is not a setting of ${section}.`,
    remedy: suggestion(path, key),
  };
}

function suggestion(path: readonly PropertyKey[], key: string): string {
  const near = nearest(key, keysAt(path));
  if (near !== null) return `Did you mean "${near}"? Otherwise remove it.`;
  const elsewhere = allPaths().filter((known) => known.split('.').at(-1) === key);
  if (elsewhere.length > 0) return `It belongs at "${elsewhere[0]}": move it there.`;
  const all = keysAt(path);
  return all.length === 0 ? 'Remove it.' : `Remove it; known here are ${all.map((known) => `"${known}"`).join(', ')}.`;
}

/** Problems that are named; more are read by nobody. */
export const mostProblems = 500;

let paths: readonly string[] | null = null;

/** Every path of the schema, as `remedies` names them. */
export function allPaths(): readonly string[] {
  paths ??= pathsBelow(configJsonSchema(), '');
  return paths;
}

function pathsBelow(schema: unknown, path: string): readonly string[] {
  const own = Object.entries(propertiesOf(schema)).flatMap(([key, child]) => {
    const childPath = path === '' ? key : `${path}.${key}`;
    return [childPath, ...pathsBelow(child, childPath)];
  });
  const items = member(schema, 'items');
  const each = items === undefined ? [] : [`${path}[]`, ...pathsBelow(items, `${path}[]`)];
  const choices = member(schema, 'anyOf');
  return [...own, ...each, ...(Array.isArray(choices) ? choices.flatMap((choice) => pathsBelow(choice, path)) : [])];
}

/** The known keys of the object at a path of the file. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const place = dotted(path).replace(/\[\d+\]/g, '[]');
  const prefix = place === '' ? '' : `${place}.`;
  return allPaths()
    .filter((known) => known.startsWith(prefix) && !/[.[]/.test(known.slice(prefix.length)))
    .map((known) => known.slice(prefix.length));
}

function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> {
  const properties = member(schema, 'properties');
  return typeof properties === 'object' && properties !== null ? (properties as Readonly<Record<string, unknown>>) : {};
}

/** `value[name]` where `value` is an object with that own key. */
export function member(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<PropertyKey, unknown>>)[name]
    : undefined;
}

function expected(type: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'text in quotation marks',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list in square brackets',
    object: 'an object in curly brackets',
  };
  return words[type] ?? 'something else';
}

function kind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return `${value}`;
  if (typeof value === 'boolean') return `${value}`;
  return typeof value === 'string' ? 'text' : 'an object';
}

/** A key as a sentence may show it. */
function quoted(key: string): string {
  return `"${shown(key)}"`;
}

function shown(part: PropertyKey): string {
  const text = String(part).replace(/\p{C}/gu, '?');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
