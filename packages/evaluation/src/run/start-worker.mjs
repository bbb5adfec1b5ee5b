// Worker threads do not inherit the loader of the main thread.
import { register } from 'tsx/esm/api';

register();
await import('./run-worker.ts');
