export { loadMeasureWords, type MeasureWords } from './load-measure-words.ts';
export {
  loadMeasureCatalogue,
  loadProtectionPolicy,
  withCandidate,
} from './load-protection-policy.ts';
