import type { Population } from './population.ts';
import type { Home } from './scenarios/scenario.ts';

/** Where an account of the population usually signs in. */
export function homeOf(population: Population, index: number): Home {
  const account = population.account(index);
  return {
    networks: [population.networkHash(index), `${population.networkHash(index)}-mobile`],
    devices: [`dev-${account}-phone`, `dev-${account}-laptop`],
    country: population.country(index),
    geoCell: { latitude: 10 + (index % 40), longitude: (index % 90) - 5 },
    userAgentFamily: index % 2 === 0 ? 'mobile-app' : 'desktop-browser',
  };
}
