export { loadMeasureCatalogue, loadProtectionPolicy } from './load-protection-policy.ts';
