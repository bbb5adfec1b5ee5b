export { loadHoldPolicy } from './load-hold-policy.ts';
