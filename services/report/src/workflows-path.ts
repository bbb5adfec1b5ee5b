import { createRequire } from 'node:module';

/** The module that the worker bundles. */
export const WORKFLOWS_PATH = createRequire(import.meta.url).resolve('@hrd-shield/workflows');
