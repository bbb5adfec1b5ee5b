export { loadContextPacks } from './load-context-packs.ts';
export { loadDetectionPolicy } from './load-detection-policy.ts';
