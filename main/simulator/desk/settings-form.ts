import { z } from 'zod';
import { type Html, html } from '../entra/html.ts';

interface Property {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly description?: string;
}

type Values = Readonly<Record<string, unknown>>;

function propertiesOf(schema: z.ZodType): [string, Property][] {
  return Object.entries(z.toJSONSchema(schema, { io: 'input' }).properties ?? {}) as [string, Property][];
}

/** A form with one control for each setting: a list of choices, a tick box, a number, or JSON for everything else. */
export function settingsForm(schema: z.ZodType, values: Values, which: string): Html {
  const rows = propertiesOf(schema).map(
    ([name, property]) =>
      html`<div class="setting"><label for="${which}-${name}">${name}</label>${control(which, name, property, values[name])}<p>${property.description ?? ''}</p></div>`,
  );
  return html`<form method="post" action="/desk/settings"><input type="hidden" name="which" value="${which}"><div class="settings">${rows}</div><button>Apply</button></form>`;
}

function control(which: string, name: string, property: Property, value: unknown): Html {
  const id = `${which}-${name}`;
  if (property.enum !== undefined) {
    const choices = property.enum.map((choice) => html`<option${{ html: choice === value ? ' selected' : '' }}>${choice}</option>`);
    return html`<select id="${id}" name="${name}">${choices}</select>`;
  }
  if (property.type === 'boolean') {
    const choices = [true, false].map(
      (choice) => html`<option value="${String(choice)}"${{ html: choice === value ? ' selected' : '' }}>${choice ? 'yes' : 'no'}</option>`,
    );
    return html`<select id="${id}" name="${name}">${choices}</select>`;
  }
  return html`<input id="${id}" name="${name}" spellcheck="false" value="${JSON.stringify(value)}">`;
}

/** What the form sent, back in the settings' own types. Throws a `SyntaxError` where JSON is not JSON. */
export function readSettingsForm(schema: z.ZodType, form: FormData): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const [name, property] of propertiesOf(schema)) {
    const sent = form.get(name);
    if (typeof sent !== 'string') continue;
    const isText = property.enum?.every((choice) => typeof choice === 'string') ?? false;
    changes[name] = isText ? sent : (JSON.parse(sent) as unknown);
  }
  return changes;
}
