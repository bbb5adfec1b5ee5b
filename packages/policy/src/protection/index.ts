export {
  loadMeasureCatalogue,
  loadProtectionPolicy,
  withCandidate,
} from './load-protection-policy.ts';
