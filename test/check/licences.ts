import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An entry of the lock file, as far as licences go. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

export interface LicenceFinding {
  readonly path: string;
  readonly licence: string;
  readonly says: string;
}

/** Permissive: may be shipped with the service. SPDX names. */
const SHIPPED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);
/** Whatever changes nothing that is shipped: tools of tests and builds, unchanged. */
const TOOLS: ReadonlySet<string> = new Set(['MPL-2.0']);
/** Read by a person, each for its reason. */
const REVIEWED: Readonly<Record<string, string>> = {
  // Data on browsers, read by the bundler of workflows; named in its own page as it asks.
  'caniuse-lite': 'CC-BY-4.0',
  // Says nothing in its package file; its LICENSE file is the Unlicense.
  unionfs: 'none',
};

/**
 * Judges the licence of every locked package.
 * @param installed licence that the package file of an installed one states, where the lock has none
 */
export function judgeLicences(
  packages: Readonly<Record<string, LockedPackage>>,
  installed: (path: string) => string | undefined,
): { readonly looked: number; readonly findings: readonly LicenceFinding[] } {
  const others = Object.entries(packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && link !== true,
  );
  const findings = others.flatMap(([path, { dev, license }]): LicenceFinding[] => {
    const licence = license ?? installed(path) ?? 'none';
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (isAllowed(licence, dev === true) || REVIEWED[name] === licence) return [];
    const says = dev === true ? 'not on the list for tools' : 'not on the list of what is shipped';
    return [{ path, licence, says }];
  });
  return { looked: others.length, findings };
}

/** An SPDX expression of names, `AND`, `OR` and brackets around the whole. */
function isAllowed(expression: string, isTool: boolean): boolean {
  const isName = (name: string) => SHIPPED.has(name) || (isTool && TOOLS.has(name));
  return expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => isName(name.trim())));
}

/** Judges the lock file of a checkout, without the network. */
export function readLicences(root: string): ReturnType<typeof judgeLicences> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return judgeLicences(lock.packages, (path) => statedLicence(join(root, path, 'package.json')));
}

/** @returns undefined when the package is not installed, as those for other machines, or silent */
function statedLicence(file: string): string | undefined {
  try {
    const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
    const stated = license ?? licenses;
    const types = [stated].flat().map((one) => (typeof one === 'string' ? one : one?.type));
    return types.every((type) => typeof type === 'string') ? types.join(' OR ') : undefined;
  } catch {
    return undefined;
  }
}
