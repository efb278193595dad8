import type { DemoPerson } from '../model.ts';
import { type Refusal, refuse } from './refusal.ts';
import { type EntraContext, findPerson, type SignInFlow } from './state.ts';

/** The person, unless something forbids them to sign in here: unknown, personal account, disabled, not assigned, policy. */
export function admit(entra: EntraContext, oid: string, flow: SignInFlow): DemoPerson | Refusal {
  const settings = entra.settings();
  const person = findPerson(entra.directory, oid);
  if (person === undefined || person.personalAccount === true) return refuse(50020);
  if (settings.disabledPeople.includes(oid)) return refuse(50057);
  if (settings.unassignedPeople.includes(oid)) return refuse(50105);
  const blocked = settings.conditionalAccess === 'everything' || (settings.conditionalAccess === 'deviceCode' && flow === 'deviceCode');
  return blocked ? policyRefusal(entra) : person;
}

/** 53003 with the error word that the settings choose. */
export function policyRefusal(entra: EntraContext): Refusal {
  return refuse(53003, { error: entra.settings().conditionalAccessError });
}
