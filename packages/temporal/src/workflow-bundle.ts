import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH } from './data-converter.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.cache', 'hrd-shield');
/** Everything that can end up in the bundle. */
const SOURCES = ['workflows', 'packages/domain/src', 'packages/contracts/src'];
/** Beside the workflows: what comes before any of them. */
const BEFORE_ALL = 'without-stacks.ts';
/** Of the SDK and its libraries: a change of either is another bundle. */
const LOCK = 'package-lock.json';

/**
 * The workflow code as one script. Built once for one state of the sources and kept by its hash:
 * building takes seconds, and each start of a worker needs it.
 *
 * @param workflowsPath the module that exports the workflows and their `interceptors`; what it imports
 *   keeps nothing outside of its functions, since all workflows of a worker share it
 */
export async function loadWorkflowBundle(workflowsPath: string): Promise<WorkflowBundle> {
  const path = join(CACHE, `workflows-${await hashOf(workflowsPath)}.js`);
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) return { code: kept };
  const bundle = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [workflowsPath],
    // Evaluated once and not for each defender.
    preloadModules: [join(dirname(workflowsPath), BEFORE_ALL), workflowsPath],
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: silent,
  });
  await mkdir(CACHE, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, bundle.code);
  await rename(draft, path);
  return bundle;
}

const quiet = (): void => undefined;
const silent = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

async function hashOf(workflowsPath: string): Promise<string> {
  const hash = createHash('sha256').update(workflowsPath);
  hash.update(await readFile(join(ROOT, LOCK)));
  for (const source of SOURCES) {
    const files = await readdir(join(ROOT, source), { recursive: true, withFileTypes: true });
    const paths = files
      .filter((file) => file.isFile() && file.name.endsWith('.ts'))
      .map((file) => join(file.parentPath, file.name))
      .sort();
    for (const path of paths) hash.update(path).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 24);
}
