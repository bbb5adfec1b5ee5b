import { loadMeasureCatalogue } from '@hrd-shield/policy';

/** Measures to which a defender can consent in advance; those of the city all do. */
export function consentableMeasures(): readonly string[] {
  return loadMeasureCatalogue()
    .measures.filter(({ consent }) => consent === 'pre-consented')
    .map(({ id }) => id);
}
