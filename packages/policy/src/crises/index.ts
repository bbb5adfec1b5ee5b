export { loadCrisisWindows, readCrisisFiles } from './load-crisis-windows.ts';
