/** A package.json as far as packaging reads it. */
export type Manifest = Readonly<Record<string, unknown>>;

/** What is wrong with the project's package.json. A production dependency would be copied into the package whole. */
export function manifestProblems(manifest: Manifest): readonly string[] {
  return ['dependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies']
    .filter((key) => manifest[key] !== undefined)
    .map((key) => `package.json has "${key}": everything is bundled, so each package belongs in "devDependencies".`);
}

/** What is wrong with the package.json inside the package, beside these files. */
export function packedManifestProblems(where: string, manifest: Manifest, files: readonly string[]): readonly string[] {
  const problems = ['devDependencies', 'dependencies', 'scripts']
    .filter((key) => manifest[key] !== undefined)
    .map((key) => `package.json in ${where} still has "${key}".`);
  if (typeof manifest.main !== 'string' || !files.includes(manifest.main)) {
    problems.push(`"main" of package.json in ${where} is ${JSON.stringify(manifest.main)}, which is not in the package.`);
  }
  return problems;
}
