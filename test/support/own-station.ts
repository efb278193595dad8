import type { TestContext } from 'vitest';
import { demoDocument } from '../../main/simulator/desk/document.ts';
import type { DemoPerson } from '../../main/simulator/model.ts';
import { startTestStation, type TestStation, type TestStationOptions } from './station.ts';

/** A station that one test has to itself, beside the tests that run at the same time; with the words that tests of a station share. */
export interface OwnStation extends TestStation {
  /** Somebody of the demo directory; the first unless given. */
  person(index?: number): DemoPerson;
  /** 0 resumes, 1 waits, 2 was never started, 3 was never started and has a trigger. */
  printer(index: number): TestStation['tenant']['printers'][number];
  /** Prints a one-page document as `who` of the directory would from their computer. */
  print(printer: number, name?: string, who?: number): Promise<unknown>;
}

/** Device codes are asked for every second, the shortest interval that there is. */
export const quickTenant = { entraSettings: { deviceCodeIntervalS: 1 } } as const;

/** Starts a station for one test, on a tenant of its own; both are closed when the test has ended. */
export async function startOwnStation({ onTestFinished }: TestContext, options: TestStationOptions = {}): Promise<OwnStation> {
  const station = await startTestStation({ tenant: quickTenant, ...options });
  onTestFinished(() => station.close());
  const { tenant } = station;
  const person = (index = 0) => tenant.directory.people[index]!;
  const printer = (index: number) => tenant.printers[index]!;
  return {
    ...station,
    person,
    printer,
    print: async (index, name = 'minutes.pdf', who = 0) =>
      tenant.printAs(person(who), printer(index).shareId, { name, bytes: await demoDocument(name, 1) }),
  };
}
