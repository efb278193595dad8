import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, longest first. Vitest knows it only where it has run before, and else begins with the largest files: these are small. */
const longest = ['test/model/never-twice', 'test/layout/', 'test/crash/', 'test/renderer/', 'test/main/station/'];

/** On a machine too that has never run them, no core waits at the end for a test that takes minutes and began last. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((path) => moduleId.includes(path));
      return at === -1 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
